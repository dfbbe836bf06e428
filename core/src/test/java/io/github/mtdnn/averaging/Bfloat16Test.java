package io.github.mtdnn.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Bfloat16Test {
    /** Of numbers from 1 to 2, neighbours are 2⁻⁷ apart. */
    @ParameterizedTest
    @CsvSource({
        "0x1.00p0, 0x1.00p0",
        "0x1.00fffep0, 0x1.00p0",
        "0x1.010002p0, 0x1.02p0",
        "0x1.01p0, 0x1.00p0", // halfway, to the even one
        "0x1.03p0, 0x1.04p0", // halfway, to the even one
        "-0x1.03p0, -0x1.04p0",
        "0x1.ffp0, 0x1p1", // up into the next power of two
        "0x0p0, 0x0p0",
        "-0x0p0, -0x0p0",
        "0x1p-133, 0x1p-133", // the least above zero
        "0x1.fep127, 0x1.fep127", // the greatest
        "0x1.fffffep127, Infinity",
        "Infinity, Infinity",
        "-Infinity, -Infinity",
    })
    void roundsToTheNearest(String value, String nearest) {
        float rounded = Bfloat16.toFloat(Bfloat16.of(Float.parseFloat(value)));

        assertThat(rounded).isEqualTo(Float.parseFloat(nearest));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7fc00000, 0x7f800001, 0x7fffffff, 0xffffffff})
    void keepsWhatIsNotANumber(int bits) {
        assertThat(Bfloat16.toFloat(Bfloat16.of(Float.intBitsToFloat(bits)))).isNaN();
    }

    @Test
    void takesEveryOneOfItsNumbersForItself() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Bfloat16.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Bfloat16.of(value)).isEqualTo((short) bits);
            }
        }
    }
}
