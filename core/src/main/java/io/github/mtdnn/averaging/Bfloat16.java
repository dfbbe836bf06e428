package io.github.mtdnn.averaging;

/**
 * Numbers in 16 bits: sign, exponent and the 7 leading bits of the fraction of a float, so that
 * they have its range and two to three digits.
 */
public final class Bfloat16 {
    private static final int BITS = 16;
    private static final int QUIET_NAN = 0x40;

    private Bfloat16() {}

    /** The nearest bfloat16; of two that are equally near, the one whose last bit is 0. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> BITS | QUIET_NAN); // rounding could make it an infinity
        }
        int half = (1 << BITS - 1) - 1;
        int lastKept = bits >>> BITS & 1;
        return (short) (bits + half + lastKept >>> BITS);
    }

    /** The same number as a float. */
    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << BITS);
    }
}
