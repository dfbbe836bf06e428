package io.github.mtdnn.kernels;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Functions of float32 numbers in memory. They are made of correctly rounded operations only,
 * unlike the library's, so that interpreted and compiled code give the same bits. Each is one loop
 * over memory, because a vector that is handed to a method becomes an object wherever the compiler
 * decides against inlining.
 */
final class Functions {
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

    // Abramowitz and Stegun 7.1.26; the coefficients halved, since Φ = (1 + erf)/2.
    private static final float P = (float) (0.3275911 * Math.sqrt(0.5));
    private static final float A1 = 0.254829592f / 2;
    private static final float A2 = -0.284496736f / 2;
    private static final float A3 = 1.421413741f / 2;
    private static final float A4 = -1.453152027f / 2;
    private static final float A5 = 1.061405429f / 2;

    private Functions() {}

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
    static float exp(
            ByteBuffer input,
            int from,
            ByteBuffer output,
            int to,
            int count,
            float a,
            float b,
            float c,
            float[] lanes) {
        FloatVector linear = Lanes.broadcast(b);
        FloatVector constant = Lanes.broadcast(c);
        FloatVector one = Lanes.broadcast(1);
        FloatVector sums = Lanes.zero();
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            FloatVector x = Lanes.load(input, from + d);
            x = x.mul(a).add(linear).fma(x, constant).max(LOWEST);
            FloatVector shifted = x.fma(Lanes.broadcast(LOG2_E), Lanes.broadcast(ROUNDER));
            FloatVector n = shifted.sub(ROUNDER);
            FloatVector r = n.fma(Lanes.broadcast(-LN2_HIGH), x);
            r = n.fma(Lanes.broadcast(-LN2_LOW), r);
            FloatVector y = r.fma(Lanes.broadcast(C7), Lanes.broadcast(C6));
            y = y.fma(r, Lanes.broadcast(C5));
            y = y.fma(r, Lanes.broadcast(C4));
            y = y.fma(r, Lanes.broadcast(C3));
            y = y.fma(r, Lanes.broadcast(C2));
            y = y.fma(r, one);
            y = y.fma(r, one);
            IntVector power =
                    shifted.reinterpretAsInts().lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS);
            y = y.mul(power.reinterpretAsFloats());
            Lanes.store(y, output, to + d);
            sums = sums.add(y);
        }
        float sum = Lanes.sum(sums, lanes);
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

    /**
     * {@code y = Φ(x) = (1 + erf(x/√2))/2}, without cancellation for negative x; erf by formula
     * 7.1.26 of Abramowitz and Stegun (1964), absolute error 1.5e-7.
     *
     * @param bell {@code exp(-x²/2)}, from byte 0 on
     * @param output from byte 0 on
     */
    static void normal(ByteBuffer input, int from, ByteBuffer bell, ByteBuffer output, int count) {
        FloatVector one = Lanes.broadcast(1);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            FloatVector x = Lanes.load(input, from + d);
            FloatVector t = one.div(x.abs().fma(Lanes.broadcast(P), one));
            FloatVector tail = t.fma(Lanes.broadcast(A5), Lanes.broadcast(A4));
            tail = tail.fma(t, Lanes.broadcast(A3));
            tail = tail.fma(t, Lanes.broadcast(A2));
            tail = tail.fma(t, Lanes.broadcast(A1));
            tail = tail.mul(t).mul(Lanes.load(bell, d));
            // x < 0: tail, otherwise 1 - tail; by the bits, since blending by masks is slower.
            IntVector positive = x.reinterpretAsInts().lanewise(ASHR, Integer.SIZE - 1).not();
            FloatVector signed =
                    tail.reinterpretAsInts()
                            .lanewise(XOR, positive.and(Integer.MIN_VALUE))
                            .reinterpretAsFloats();
            Lanes.store(signed.add(positive.and(ONE_BITS).reinterpretAsFloats()), output, d);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            float x = input.getFloat(from + d);
            float t = 1 / (Math.abs(x) * P + 1);
            float tail = ((((A5 * t + A4) * t + A3) * t + A2) * t + A1) * t * bell.getFloat(d);
            output.putFloat(d, x < 0 ? tail : 1 - tail);
        }
    }
}
