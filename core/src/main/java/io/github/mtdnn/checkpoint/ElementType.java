package io.github.mtdnn.checkpoint;

import io.github.mtdnn.failure.DataFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The types of numbers that are read from safetensors files. */
enum ElementType {
    F64(8) {
        @Override
        float next(ByteBuffer bytes) {
            return (float) bytes.getDouble();
        }
    },
    F32(4) {
        @Override
        float next(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    BF16(2) {
        @Override
        float next(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << 16);
        }
    },
    F16(2) {
        @Override
        float next(ByteBuffer bytes) {
            return halfToFloat(bytes.getShort());
        }
    };

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    static ElementType of(String name, String tensor, String where) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new DataFormatException(
                                        "%s: tensor %s is of type %s; %s can be read. Convert the weights to one of these types."
                                                .formatted(
                                                        where,
                                                        tensor,
                                                        name,
                                                        Arrays.toString(values()))));
    }

    /** Bytes of an element. */
    int bytes() {
        return bytes;
    }

    abstract float next(ByteBuffer bytes);

    float[] decode(byte[] encoded, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = next(buffer);
        }
        return values;
    }

    /** IEEE 754 binary16: sign, 5 bits of exponent (bias 15), 10 bits of fraction. */
    private static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int bits = exponent == 31 ? 0x7f800000 : (exponent + 112) << 23;
        return Float.intBitsToFloat(sign | bits | fraction << 13);
    }
}
