package io.github.mtdnn.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mtdnn.checkpoint.SafetensorsHeader.Entry;
import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The safetensors file format: the length of a JSON header (8 bytes, little-endian), the header,
 * which gives type, shape and place of each tensor, then the tensors' bytes without gaps
 * (github.com/huggingface/safetensors, "Format"). Written in float32; float64, float32, float16 and
 * bfloat16 are read. One tensor at a time is in memory.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER_BYTES = 1 << 16;

    private Safetensors() {}

    /** Gives the values of a tensor when it is its turn to be written. */
    @FunctionalInterface
    public interface Values {
        float[] of(TensorInfo tensor) throws IOException;
    }

    /** Takes the tensors of a file, in the order of the file. */
    @FunctionalInterface
    public interface Sink {
        void accept(TensorInfo tensor, float[] values);

        /** Whether a tensor is to be read; others are passed over, whatever their type. */
        default boolean wants(TensorInfo tensor) {
            return true;
        }
    }

    /**
     * Writes a whole file.
     *
     * @param metadata entries of the header that describe the file
     */
    public static void write(
            OutputStream out, List<TensorInfo> tensors, Map<String, String> metadata, Values values)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        metadata.forEach(header.putObject(SafetensorsHeader.METADATA)::put);
        long end = 0;
        for (TensorInfo tensor : tensors) {
            long start = end;
            end += (long) Float.BYTES * tensor.size();
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", "F32");
            entry.set("shape", JSON.valueToTree(tensor.shape()));
            entry.putArray("data_offsets").add(start).add(end);
        }
        byte[] json = JSON.writeValueAsBytes(header);
        // Spaces fill the header up, so that the tensors begin at a multiple of 8 bytes.
        int length = (json.length + 7) / 8 * 8;
        ByteBuffer head =
                ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        head.put(json).put(" ".repeat(length - json.length).getBytes(StandardCharsets.US_ASCII));
        out.write(head.array());
        for (TensorInfo tensor : tensors) {
            float[] numbers = values.of(tensor);
            if (numbers.length != tensor.size()) {
                throw new IllegalArgumentException(
                        "%d values for tensor %s".formatted(numbers.length, tensor));
            }
            ByteBuffer bytes = littleEndian(Float.BYTES * numbers.length);
            bytes.asFloatBuffer().put(numbers);
            out.write(bytes.array());
        }
    }

    /**
     * Reads a whole file.
     *
     * @param where name of the file, for messages
     * @throws DataFormatException if it is not such a file, or ends too early
     */
    public static void read(InputStream in, String where, Sink sink) throws IOException {
        long position = 0;
        for (Entry entry : SafetensorsHeader.read(in, where)) {
            if (entry.start() != position) {
                throw broken(
                        where, "tensor %s does not begin where the one before ends", entry.info());
            }
            if (sink.wants(entry.info())) {
                sink.accept(entry.info(), readValues(in, entry, where));
            } else {
                requireWhole(entry, passOver(in, entry.bytes()), where);
            }
            position = entry.end();
        }
        if (in.read() >= 0) {
            throw broken(where, "there are bytes after its last tensor");
        }
    }

    private static float[] readValues(InputStream in, Entry entry, String where)
            throws IOException {
        TensorInfo info = entry.info();
        ElementType type = ElementType.of(entry.type(), info.name(), where);
        if (!isSizeOf(entry, type)) {
            throw broken(
                    where,
                    "tensor %s of type %s has %d bytes, from %d to %d",
                    info,
                    type,
                    entry.bytes(),
                    entry.start(),
                    entry.end());
        }
        if (entry.bytes() > Integer.MAX_VALUE) {
            throw new DataFormatException(
                    "%s: tensor %s has %d bytes; up to %d can be read. Use a smaller network."
                            .formatted(where, info, entry.bytes(), Integer.MAX_VALUE));
        }
        byte[] bytes = in.readNBytes((int) entry.bytes());
        requireWhole(entry, bytes.length, where);
        return type.decode(bytes, info.size());
    }

    private static boolean isSizeOf(Entry entry, ElementType type) {
        try {
            return entry.bytes() == (long) type.bytes() * entry.info().size();
        } catch (ArithmeticException e) { // more elements than an array can have
            return false;
        }
    }

    /** Reads rather than skips, since a file can be skipped beyond its end without notice. */
    private static long passOver(InputStream in, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = bytes;
        int read = 0;
        while (left > 0 && read >= 0) {
            read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            left -= Math.max(0, read);
        }
        return bytes - left;
    }

    private static void requireWhole(Entry entry, long bytesThere, String where) {
        if (bytesThere < entry.bytes()) {
            throw broken(
                    where,
                    "it ends within tensor %s: %d of its %d bytes are there",
                    entry.info(),
                    bytesThere,
                    entry.bytes());
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static DataFormatException broken(String where, String what, Object... arguments) {
        return new DataFormatException(
                "%s is not a whole safetensors file: %s. Copy it again from where it came from."
                        .formatted(where, what.formatted(arguments)));
    }
}
