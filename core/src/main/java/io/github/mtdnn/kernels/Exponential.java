package io.github.mtdnn.kernels;

import static jdk.incubator.vector.VectorOperators.LSHL;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The exponential function of float32 numbers in memory. It is made of correctly rounded operations
 * only, unlike the library's, so that interpreted and compiled code give the same bits.
 */
final class Exponential {
    private static final float LOG2_E = (float) (1 / Math.log(2));

    /** Happens to be within 2e-9 of ln 2, so that n of it are exact enough. */
    private static final float LN2 = (float) Math.log(2);

    /** Added to a small number, leaves it rounded to an integer in the low bits. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int EXPONENT_SHIFT = 23;
    private static final int ONE_BITS = Float.floatToRawIntBits(1f);
    private static final int SIGN = Integer.MIN_VALUE;

    /** Where n becomes -127 and 2ⁿ, put together from its bits, zero. */
    private static final int LOWEST_BITS = Float.floatToRawIntBits(-88);

    private static final float C2 = 0.49999994f;
    private static final float C3 = 0.16666521f;
    private static final float C4 = 0.04166839f;
    private static final float C5 = 0.008368716f;
    private static final float C6 = 0.0013814605f;

    private Exponential() {}

    /**
     * {@code y = e^(x - max)}, where no x is above max. Zero below e^-87.7, and for NaN, which as
     * the max makes the sum zero, and y/Σ y NaN.
     *
     * <p>{@code 2ⁿ eʳ} with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where the polynomial, 1 + r and
     * four terms fitted for the least relative error, is within 3e-9.
     *
     * @param lanes memory for one vector
     * @return Σ y
     */
    static float powers(
            ByteBuffer input,
            int from,
            ByteBuffer output,
            int to,
            int count,
            float max,
            float[] lanes) {
        FloatVector maxima = FloatVector.broadcast(Lanes.FLOATS, max);
        FloatVector rounder = FloatVector.broadcast(Lanes.FLOATS, ROUNDER);
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1);
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            IntVector bits = Lanes.load(input, from + d).sub(maxima).reinterpretAsInts();
            // Of negative numbers, the bits as integers are the larger the further from zero.
            FloatVector x = bits.or(SIGN).min(LOWEST_BITS).reinterpretAsFloats();
            FloatVector shifted = x.fma(FloatVector.broadcast(Lanes.FLOATS, LOG2_E), rounder);
            FloatVector n = shifted.sub(rounder);
            FloatVector r = n.fma(FloatVector.broadcast(Lanes.FLOATS, -LN2), x);
            FloatVector y =
                    r.fma(
                            FloatVector.broadcast(Lanes.FLOATS, C6),
                            FloatVector.broadcast(Lanes.FLOATS, C5));
            y = y.fma(r, FloatVector.broadcast(Lanes.FLOATS, C4));
            y = y.fma(r, FloatVector.broadcast(Lanes.FLOATS, C3));
            y = y.fma(r, FloatVector.broadcast(Lanes.FLOATS, C2));
            y = y.fma(r, one);
            y = y.fma(r, one);
            IntVector power =
                    shifted.reinterpretAsInts().lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS);
            y = y.mul(power.reinterpretAsFloats());
            Lanes.store(y, output, to + d);
            sums = sums.add(y);
        }
        sums.intoArray(lanes, 0);
        float sum = Lanes.sum(lanes);
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            float y = exp(input.getFloat(from + d) - max);
            output.putFloat(to + d, y);
            sum += y;
        }
        return sum;
    }

    private static float exp(float exponent) {
        int bits = Math.min(Float.floatToRawIntBits(exponent) | SIGN, LOWEST_BITS);
        float x = Float.intBitsToFloat(bits);
        float shifted = Math.fma(x, LOG2_E, ROUNDER);
        float r = Math.fma(shifted - ROUNDER, -LN2, x);
        float y = Math.fma(Math.fma(Math.fma(C6, r, C5), r, C4), r, C3);
        y = Math.fma(Math.fma(Math.fma(y, r, C2), r, 1), r, 1);
        int power = (Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + ONE_BITS;
        return y * Float.intBitsToFloat(power);
    }
}
