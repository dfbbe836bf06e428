package io.github.mtdnn.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of float32 vectors, and the same for the elements left over at the end of a row. They
 * are made of correctly rounded operations only, unlike the library's, so that interpreted and
 * compiled code give the same bits.
 *
 * <p>exp: {@code 2ⁿ eʳ} with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where the Taylor polynomial of
 * degree 7 is within 6e-9; r by two-part reduction (Cody and Waite 1980). Zero below e^-87.7.
 *
 * <p>Normal distribution: erf by formula 7.1.26 of Abramowitz and Stegun (1964), absolute error
 * 1.5e-7.
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

    private static final float SQRT_HALF = (float) Math.sqrt(0.5);
    static final float INV_SQRT_2PI = (float) (1 / Math.sqrt(2 * Math.PI));

    // Abramowitz and Stegun 7.1.26; the coefficients halved, since Φ = (1 + erf)/2.
    private static final float P = 0.3275911f * SQRT_HALF;
    private static final float A1 = 0.254829592f / 2;
    private static final float A2 = -0.284496736f / 2;
    private static final float A3 = 1.421413741f / 2;
    private static final float A4 = -1.453152027f / 2;
    private static final float A5 = 1.061405429f / 2;

    private Functions() {}

    /** {@code eˣ} for x ≤ 0. */
    static FloatVector exp(FloatVector x) {
        FloatVector limited = x.max(LOWEST);
        FloatVector shifted = limited.fma(Lanes.broadcast(LOG2_E), Lanes.broadcast(ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(Lanes.broadcast(-LN2_HIGH), limited);
        r = n.fma(Lanes.broadcast(-LN2_LOW), r);
        FloatVector sum = r.fma(Lanes.broadcast(C7), Lanes.broadcast(C6));
        sum = sum.fma(r, Lanes.broadcast(C5));
        sum = sum.fma(r, Lanes.broadcast(C4));
        sum = sum.fma(r, Lanes.broadcast(C3));
        sum = sum.fma(r, Lanes.broadcast(C2));
        sum = sum.fma(r, Lanes.broadcast(1));
        sum = sum.fma(r, Lanes.broadcast(1));
        IntVector power =
                shifted.reinterpretAsInts()
                        .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                        .add(ONE_BITS);
        return sum.mul(power.reinterpretAsFloats());
    }

    static float exp(float x) {
        float limited = Math.max(x, LOWEST);
        float shifted = limited * LOG2_E + ROUNDER;
        float n = shifted - ROUNDER;
        float r = limited - n * LN2_HIGH - n * LN2_LOW;
        float sum = ((((((C7 * r + C6) * r + C5) * r + C4) * r + C3) * r + C2) * r + 1) * r + 1;
        int power = (Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + ONE_BITS;
        return sum * Float.intBitsToFloat(power);
    }

    /** {@code exp(-x²/2)}. */
    static FloatVector bell(FloatVector x) {
        return exp(x.mul(x).mul(-0.5f));
    }

    static float bell(float x) {
        return exp(x * x * -0.5f);
    }

    /**
     * {@code Φ(x)}, without cancellation for negative x.
     *
     * @param bell of x
     */
    static FloatVector normal(FloatVector x, FloatVector bell) {
        FloatVector t = Lanes.broadcast(1).div(x.abs().fma(Lanes.broadcast(P), Lanes.broadcast(1)));
        FloatVector tail = t.fma(Lanes.broadcast(A5), Lanes.broadcast(A4));
        tail = tail.fma(t, Lanes.broadcast(A3));
        tail = tail.fma(t, Lanes.broadcast(A2));
        tail = tail.fma(t, Lanes.broadcast(A1));
        tail = tail.mul(t).mul(bell);
        // x < 0: tail, otherwise 1 - tail; by the sign bit, since blending by masks is slower.
        IntVector negative = x.reinterpretAsInts().lanewise(VectorOperators.ASHR, Integer.SIZE - 1);
        FloatVector one = negative.not().and(ONE_BITS).reinterpretAsFloats();
        IntVector sign = negative.not().and(Integer.MIN_VALUE);
        return tail.reinterpretAsInts()
                .lanewise(VectorOperators.XOR, sign)
                .reinterpretAsFloats()
                .add(one);
    }

    static float normal(float x, float bell) {
        float t = 1 / (Math.abs(x) * P + 1);
        float tail = ((((A5 * t + A4) * t + A3) * t + A2) * t + A1) * t * bell;
        return x < 0 ? tail : 1 - tail;
    }

    /** The hash of {@link Draws}, on vectors. */
    static IntVector mix(IntVector x) {
        x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 16));
        x = x.mul(0x21f0aaad);
        x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15));
        x = x.mul(0xd35a2d97);
        return x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15));
    }

    /**
     * All bits of an element set where {@link Draws#keeps}, none elsewhere.
     *
     * @param numbers of the elements plus the key's low half
     * @param keyHigh the key's high half
     */
    static IntVector kept(IntVector numbers, int keyHigh, int threshold) {
        IntVector h = mix(mix(numbers).lanewise(VectorOperators.XOR, keyHigh));
        return h.lanewise(VectorOperators.LSHR, 8)
                .sub(threshold)
                .lanewise(VectorOperators.ASHR, Integer.SIZE - 1)
                .not();
    }
}
