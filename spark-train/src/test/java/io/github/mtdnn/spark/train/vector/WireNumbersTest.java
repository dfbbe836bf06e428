package io.github.mtdnn.spark.train.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.config.Settings.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireNumbersTest {
    /** Some pieces and a part of one. */
    private static final int LENGTH = 20_001;

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void readsWhatItHasWritten(WireFormat format) throws IOException {
        float[] numbers = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            numbers[i] = (i % 200 - 100) * 0.5f; // bfloat16 holds these exactly
        }
        float[] again = new float[LENGTH];

        byte[] bytes = written(numbers, format);
        WireNumbers.read(again, format, in(bytes));

        assertThat(again).isEqualTo(numbers);
        assertThat(bytes).hasSize(LENGTH * (format == WireFormat.BF16 ? 2 : 4));
    }

    @Test
    void writesTheLeadingByteFirst() throws IOException {
        float[] two = {1, -2};
        assertThat(written(two, WireFormat.FLOAT32))
                .containsExactly(0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0);
        assertThat(written(two, WireFormat.BF16)).containsExactly(0x3f, 0x80, 0xc0, 0);
    }

    @Test
    void writesNothingOfNothing() throws IOException {
        assertThat(written(new float[0], WireFormat.FLOAT32)).isEmpty();
    }

    @Test
    void findsTheEndOfBytesThatAreTooFew() throws IOException {
        byte[] bytes = written(new float[LENGTH], WireFormat.FLOAT32);
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(
                        () ->
                                WireNumbers.read(
                                        new float[LENGTH + 1], WireFormat.FLOAT32, in(bytes)));
    }

    private static byte[] written(float[] numbers, WireFormat format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WireNumbers.write(numbers, format, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
