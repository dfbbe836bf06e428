package io.github.mtdnn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the header of a safetensors file: its length, and JSON that places each tensor. */
final class SafetensorsHeader {
    /** Key of what describes the file rather than a tensor. */
    static final String METADATA = "__metadata__";

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** The limit of the format's own reader. */
    private static final int MAX_BYTES = 100_000_000;

    private SafetensorsHeader() {}

    /**
     * What the header says of a tensor.
     *
     * @param type name of its numbers' type
     * @param start offset of its first byte after the header
     * @param end one past its last byte
     */
    record Entry(TensorInfo info, String type, long start, long end) {
        long bytes() {
            return end - start;
        }
    }

    /**
     * The tensors in the order of their places.
     *
     * @throws DataFormatException if there is no such header
     */
    static List<Entry> read(InputStream in, String where) throws IOException {
        byte[] prefix = in.readNBytes(8);
        if (prefix.length < 8) {
            throw Safetensors.broken(
                    where, "it has %d bytes, less than a header's length", prefix.length);
        }
        long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MAX_BYTES) {
            throw Safetensors.broken(where, "its first 8 bytes give a header of %d bytes", length);
        }
        byte[] json = in.readNBytes((int) length);
        if (json.length < length) {
            throw Safetensors.broken(
                    where,
                    "it ends within its header: %d of %d bytes are there",
                    json.length,
                    length);
        }
        List<Entry> entries = new ArrayList<>();
        parse(json, where)
                .fields()
                .forEachRemaining(
                        field -> {
                            if (!field.getKey().equals(METADATA)) {
                                entries.add(entry(field.getKey(), field.getValue(), where));
                            }
                        });
        // A tensor without elements begins where its neighbour does, and comes before it.
        entries.sort(Comparator.comparingLong(Entry::start).thenComparingLong(Entry::end));
        return entries;
    }

    private static JsonNode parse(byte[] json, String where) {
        try {
            JsonNode header = JSON.readTree(new String(json, StandardCharsets.UTF_8));
            if (!header.isObject()) {
                throw Safetensors.broken(where, "its header is not a JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw Safetensors.broken(where, "its header is not JSON: %s", e.getOriginalMessage());
        }
    }

    private static Entry entry(String name, JsonNode node, String where) {
        JsonNode offsets = node.path("data_offsets");
        if (!offsets.isArray() || offsets.size() != 2 || !node.path("shape").isArray()) {
            throw Safetensors.broken(where, "tensor %s has no shape or no two data_offsets", name);
        }
        long[] shape = new long[node.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = count(node.path("shape").get(i), name, where);
        }
        long start = count(offsets.get(0), name, where);
        long end = count(offsets.get(1), name, where);
        if (end < start) {
            throw Safetensors.broken(
                    where, "tensor %s begins at %d and ends at %d", name, start, end);
        }
        return new Entry(new TensorInfo(name, shape), node.path("dtype").asText(), start, end);
    }

    private static long count(JsonNode node, String name, String where) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw Safetensors.broken(where, "tensor %s has %s in its shape or place", name, node);
        }
        return node.longValue();
    }
}
