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
    private static final float LN2_HIGH = 0.693359375f; // 9 bits: n · LN2_HIGH is exact
    private static final float LN2_LOW = (float) (Math.log(2) - LN2_HIGH);

    /** Added to a small number, leaves it rounded to an integer in the low bits. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int EXPONENT_SHIFT = 23;
    private static final int ONE_BITS = Float.floatToRawIntBits(1f);

    /** Where n becomes -127 and 2ⁿ, put together from its bits, zero. */
    private static final float LOWEST = -88;

    private static final float C2 = 1 / 2f;
    private static final float C3 = 1 / 6f;
    private static final float C4 = 1 / 24f;
    private static final float C5 = 1 / 120f;
    private static final float C6 = 1 / 720f;
    private static final float C7 = 1 / 5040f;

    private Exponential() {}

    /**
     * {@code y = e^(x(ax + b) + c)}, wherever the exponent is not above 0: softmax has x - max, the
     * normal distribution -x²/2. Zero below e^-87.7.
     *
     * <p>{@code 2ⁿ eʳ} with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where the Taylor polynomial of
     * degree 7 is within 6e-9; r by reduction in two parts (Cody and Waite 1980).
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
            float a,
            float b,
            float c,
            float[] lanes) {
        FloatVector linear = FloatVector.broadcast(Lanes.FLOATS, b);
        FloatVector constant = FloatVector.broadcast(Lanes.FLOATS, c);
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1);
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            FloatVector x = Lanes.load(input, from + d);
            x = x.mul(a).add(linear).fma(x, constant).max(LOWEST);
            FloatVector shifted =
                    x.fma(
                            FloatVector.broadcast(Lanes.FLOATS, LOG2_E),
                            FloatVector.broadcast(Lanes.FLOATS, ROUNDER));
            FloatVector n = shifted.sub(ROUNDER);
            FloatVector r = n.fma(FloatVector.broadcast(Lanes.FLOATS, -LN2_HIGH), x);
            r = n.fma(FloatVector.broadcast(Lanes.FLOATS, -LN2_LOW), r);
            FloatVector y =
                    r.fma(
                            FloatVector.broadcast(Lanes.FLOATS, C7),
                            FloatVector.broadcast(Lanes.FLOATS, C6));
            y = y.fma(r, FloatVector.broadcast(Lanes.FLOATS, C5));
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
            float x = input.getFloat(from + d);
            float y = exp((x * a + b) * x + c);
            output.putFloat(to + d, y);
            sum += y;
        }
        return sum;
    }

    private static float exp(float exponent) {
        float x = Math.max(exponent, LOWEST);
        float shifted = x * LOG2_E + ROUNDER;
        float n = shifted - ROUNDER;
        float r = x - n * LN2_HIGH - n * LN2_LOW;
        float y = ((((((C7 * r + C6) * r + C5) * r + C4) * r + C3) * r + C2) * r + 1) * r + 1;
        int power = (Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + ONE_BITS;
        return y * Float.intBitsToFloat(power);
    }
}
