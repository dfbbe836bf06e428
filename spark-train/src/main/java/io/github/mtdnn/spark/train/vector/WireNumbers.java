package io.github.mtdnn.spark.train.vector;

import io.github.mtdnn.averaging.Bfloat16;
import io.github.mtdnn.config.Settings.WireFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Numbers as bytes, the leading one first. They are converted some thousands at a time: a copy as
 * long as the vector, made for each message, would be most of what a round leaves to the garbage
 * collector.
 */
public final class WireNumbers {
    private static final int PIECE = 1 << 13;

    private WireNumbers() {}

    /** Writes the numbers, each as the format has it, without their count. */
    public static void write(float[] numbers, WireFormat format, DataOutput out)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PIECE * bytesEach(format));
        for (int from = 0; from < numbers.length; from += PIECE) {
            int length = Math.min(PIECE, numbers.length - from);
            bytes.clear();
            switch (format) {
                case FLOAT32 -> bytes.asFloatBuffer().put(numbers, from, length);
                case BF16 -> {
                    for (int i = from; i < from + length; i++) {
                        bytes.putShort(Bfloat16.of(numbers[i]));
                    }
                }
            }
            out.write(bytes.array(), 0, length * bytesEach(format));
        }
    }

    /** Reads as many numbers as the array has places. */
    public static void read(float[] numbers, WireFormat format, DataInput in) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PIECE * bytesEach(format));
        for (int from = 0; from < numbers.length; from += PIECE) {
            int length = Math.min(PIECE, numbers.length - from);
            in.readFully(bytes.array(), 0, length * bytesEach(format));
            bytes.clear();
            switch (format) {
                case FLOAT32 -> bytes.asFloatBuffer().get(numbers, from, length);
                case BF16 -> {
                    for (int i = from; i < from + length; i++) {
                        numbers[i] = Bfloat16.toFloat(bytes.getShort());
                    }
                }
            }
        }
    }

    private static int bytesEach(WireFormat format) {
        return format == WireFormat.BF16 ? Short.BYTES : Float.BYTES;
    }
}
