package io.github.mtdnn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The safetensors file format: the length of a JSON header (8 bytes, little-endian), the header,
 * which gives type, shape and place of each tensor, then the tensors' bytes without gaps
 * (github.com/huggingface/safetensors, "Format"). Written in float32; float32, float16 and bfloat16
 * are read. One tensor at a time is in memory.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";
    private static final int MAX_HEADER_BYTES = 100_000_000;

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
        metadata.forEach(header.putObject(METADATA)::put);
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
        for (Entry entry : readHeader(in, where)) {
            if (entry.start() != position) {
                throw broken(
                        where, "tensor %s does not begin where the one before ends", entry.info());
            }
            byte[] bytes = in.readNBytes(Math.toIntExact(entry.end() - entry.start()));
            if (bytes.length < entry.end() - entry.start()) {
                throw broken(
                        where,
                        "it ends within tensor %s: %d of its %d bytes are there",
                        entry.info(),
                        bytes.length,
                        entry.end() - entry.start());
            }
            sink.accept(entry.info(), entry.type().decode(bytes, entry.info().size()));
            position = entry.end();
        }
        if (in.read() >= 0) {
            throw broken(where, "there are bytes after its last tensor");
        }
    }

    private record Entry(TensorInfo info, ElementType type, long start, long end) {}

    private static List<Entry> readHeader(InputStream in, String where) throws IOException {
        byte[] prefix = in.readNBytes(8);
        if (prefix.length < 8) {
            throw broken(where, "it has %d bytes, less than a header's length", prefix.length);
        }
        long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MAX_HEADER_BYTES) {
            throw broken(where, "its first 8 bytes give a header of %d bytes", length);
        }
        byte[] json = in.readNBytes((int) length);
        if (json.length < length) {
            throw broken(
                    where,
                    "it ends within its header: %d of %d bytes are there",
                    json.length,
                    length);
        }
        Map<String, JsonNode> header;
        try {
            header = JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw broken(where, "its header is not JSON: %s", e.getOriginalMessage());
        }
        List<Entry> entries = new ArrayList<>();
        header.forEach(
                (name, node) -> {
                    if (!name.equals(METADATA)) {
                        entries.add(entry(name, node, where));
                    }
                });
        entries.sort(Comparator.comparingLong(Entry::start));
        return entries;
    }

    private static Entry entry(String name, JsonNode node, String where) {
        JsonNode offsets = node.path("data_offsets");
        if (offsets.size() != 2 || !node.path("shape").isArray()) {
            throw broken(where, "tensor %s has no shape or no two data_offsets", name);
        }
        long[] shape = new long[node.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.path("shape").get(i).asLong(-1);
        }
        TensorInfo info = new TensorInfo(name, shape);
        ElementType type = ElementType.of(node.path("dtype").asText(), name, where);
        long start = offsets.get(0).asLong(-1);
        long end = offsets.get(1).asLong(-1);
        long bytes;
        try {
            bytes = Math.multiplyExact((long) info.size(), type.bytes());
        } catch (ArithmeticException e) {
            throw broken(where, "tensor %s is larger than 2^31 elements", info);
        }
        if (bytes < 0 || start < 0 || end - start != bytes) {
            throw broken(
                    where,
                    "tensor %s of type %s has %d bytes, from %d to %d",
                    info,
                    type,
                    end - start,
                    start,
                    end);
        }
        return new Entry(info, type, start, end);
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
