package io.github.mtdnn.golden;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of NumPy's {@code .npy} format: little-endian float64 or int64 in C order, which is what
 * the golden files hold. Integers are kept as doubles, exactly.
 *
 * @param shape extent of each axis
 * @param values all entries, the last axis running fastest
 * @param integer whether the file held integers
 */
record NpyArray(int[] shape, double[] values, boolean integer) {
    private static final int MAGIC_BYTES = 6;
    private static final Pattern HEADER =
            Pattern.compile(
                    "'descr': *'<([fi])8'.*'fortran_order': *False.*'shape': *\\(([0-9, ]*)\\)");

    /** Reads the bytes of one {@code .npy} file. */
    static NpyArray parse(String name, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(MAGIC_BYTES);
        int majorVersion = buffer.get();
        buffer.get(); // minor version
        byte[] header = new byte[majorVersion == 1 ? buffer.getShort() : buffer.getInt()];
        buffer.get(header);
        String text = new String(header, StandardCharsets.UTF_8);
        Matcher matcher = HEADER.matcher(text);
        if (!matcher.find()) {
            throw new IOException(
                    name + ": header " + text.strip() + " is not float64 or int64 in C order");
        }
        int[] shape =
                Arrays.stream(matcher.group(2).split(","))
                        .map(String::strip)
                        .filter(extent -> !extent.isEmpty())
                        .mapToInt(Integer::parseInt)
                        .toArray();
        boolean integer = matcher.group(1).equals("i");
        double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer ? buffer.getLong() : buffer.getDouble();
        }
        return new NpyArray(shape, values, integer);
    }
}
