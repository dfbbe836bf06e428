package io.github.mtdnn.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final int LENGTH_BYTES = 8;

    private final Map<String, float[]> read = new LinkedHashMap<>();

    @Test
    void readsWhatItWrote() throws IOException {
        read(written());

        assertThat(read.keySet()).containsExactly("matrix", "nothing", "scalar");
        assertThat(read.get("matrix")).containsExactly(1, 2, 3, -4, Float.MIN_VALUE, 6);
        assertThat(read.get("nothing")).isEmpty();
        assertThat(read.get("scalar")).containsExactly(7);
    }

    @Test
    void writesTheFormatThatOtherToolsRead() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(written()).order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = (int) file.getLong();
        String header = new String(file.array(), LENGTH_BYTES, headerBytes, UTF_8);

        assertThat(header.strip())
                .isEqualTo(
                        "{\"__metadata__\":{\"format\":\"pt\"},"
                                + "\"matrix\":{\"dtype\":\"F32\",\"shape\":[2,3],"
                                + "\"data_offsets\":[0,24]},"
                                + "\"nothing\":{\"dtype\":\"F32\",\"shape\":[0,3],"
                                + "\"data_offsets\":[24,24]},"
                                + "\"scalar\":{\"dtype\":\"F32\",\"shape\":[],"
                                + "\"data_offsets\":[24,28]}}");
        assertThat(file.getFloat(LENGTH_BYTES + headerBytes + 3 * Float.BYTES)).isEqualTo(-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void fillsTheHeaderUpSoThatTensorsAreAligned(int nameLength) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TensorInfo tensor = new TensorInfo("x".repeat(nameLength), new long[] {1});

        Safetensors.write(out, List.of(tensor), Map.of(), any -> new float[] {1});

        ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getLong() % 8).isZero();
    }

    @Test
    void readsHalfPrecision() throws IOException {
        read(
                file(
                        header("h", "F16", "[8]", 0, 16),
                        shorts(0x3c00, 0xc000, 0x7bff, 0x0001, 0x8001, 0x7c00, 0xfe00, 0x8000)));

        assertThat(read.get("h"))
                .containsExactly(
                        1,
                        -2,
                        65504,
                        0x1p-24f,
                        -0x1p-24f,
                        Float.POSITIVE_INFINITY,
                        Float.NaN,
                        -0.0f);
    }

    @Test
    void readsBrainFloats() throws IOException {
        read(file(header("b", "BF16", "[2,2]", 0, 8), shorts(0x3f80, 0xc049, 0xff80, 0x0001)));

        assertThat(read.get("b"))
                .containsExactly(
                        1, -3.140625f, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(1 << 16));
    }

    @Test
    void readsDoublePrecisionRounded() throws IOException {
        byte[] body =
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putDouble(0.1)
                        .putDouble(1e300)
                        .array();

        read(file(header("d", "F64", "[2]", 0, 16), body));

        assertThat(read.get("d")).containsExactly(0.1f, Float.POSITIVE_INFINITY);
    }

    @Test
    void readsTensorsInTheOrderOfTheirPlaces() throws IOException {
        read(
                file(
                        "{\"last\":%s,\"first\":%s,\"empty\":%s}"
                                .formatted(
                                        entry("F32", "[1]", 4, 8),
                                        entry("F32", "[1]", 0, 4),
                                        entry("F32", "[0]", 4, 4)),
                        floats(1, 2)));

        assertThat(read.keySet()).containsExactly("first", "empty", "last");
        assertThat(read.get("last")).containsExactly(2);
    }

    @Test
    void passesOverWhatIsNotWanted() throws IOException {
        byte[] file =
                file(
                        "{\"ids\":%s,\"wanted\":%s}"
                                .formatted(entry("I64", "[2]", 0, 16), entry("F32", "[1]", 16, 20)),
                        concat(new byte[16], floats(5)));

        Safetensors.read(new ByteArrayInputStream(file), "file", only("wanted"));

        assertThat(read.keySet()).containsExactly("wanted");
        assertThat(read.get("wanted")).containsExactly(5);
    }

    @Test
    void refusesATypeThatItCannotRead() {
        assertRefused(
                file(header("ids", "I64", "[1]", 0, 8), new byte[8]),
                "weights: tensor ids is of type I64; [F64, F32, BF16, F16] can be read."
                        + " Convert the weights to one of these types.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0  | it has 0 bytes, less than a header's length",
                "7  | it has 7 bytes, less than a header's length",
                "20 | it ends within its header: 12 of ",
                "-5 | it ends within tensor matrix [2, 3]: 23 of its 24 bytes are there",
                "-4 | it ends within tensor scalar []: 0 of its 4 bytes are there",
                "-1 | it ends within tensor scalar []: 3 of its 4 bytes are there",
            })
    void saysWhereAFileIsCutOff(int length, String where) throws IOException {
        byte[] whole = written();
        int kept = length < 0 ? whole.length + length : length;

        assertRefused(Arrays.copyOf(whole, kept), where);
    }

    @Test
    void noticesThatATensorThatIsNotWantedIsCutOff() throws IOException {
        byte[] cut = Arrays.copyOf(written(), written().length - 1);

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(
                        () -> Safetensors.read(new ByteArrayInputStream(cut), "file", only("none")))
                .withMessageContaining("it ends within tensor scalar []: 3 of its 4 bytes");
    }

    @Test
    void refusesBytesAfterTheLastTensor() throws IOException {
        assertRefused(concat(written(), new byte[1]), "there are bytes after its last tensor");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesAHeaderOfImpossibleLength(long length) {
        assertRefused(
                length(length), "its first 8 bytes give a header of %d bytes".formatted(length));
    }

    @Test
    void allocatesNoMoreThanIsThereForALongHeader() {
        byte[] file = length(100_000_000);
        assertRefused(file, "it ends within its header: 0 of 100000000 bytes"); // loads classes

        long before = allocatedBytes();
        assertRefused(file, "it ends within its header: 0 of 100000000 bytes");

        assertThat(allocatedBytes() - before).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":            | its header is not JSON: ",
                "tensors           | its header is not JSON: ",
                "{} {}              | its header is not JSON: ",
                "null               | its header is not a JSON object",
                "[1, 2]             | its header is not a JSON object",
                "{\"a\": 1}         | tensor a has no shape or no two data_offsets",
                "{\"a\": {\"shape\": [], \"data_offsets\": {\"b\": 0, \"c\": 4}}} | tensor a has no shape or no two",
                "{\"a\": {}, \"a\": {}} | its header is not JSON: Duplicate field 'a'",
            })
    void refusesAHeaderThatDescribesNoTensors(String header, String message) {
        assertRefused(file(header, new byte[0]), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F32 | [1]             | 4   | 8   | does not begin where the one before ends",
                "F32 | [1]             | 0   | 8   | of type F32 has 8 bytes, from 0 to 8",
                "F16 | [1]             | 0   | 4   | of type F16 has 4 bytes, from 0 to 4",
                "F32 | [1]             | 4   | 0   | begins at 4 and ends at 0",
                "F32 | [1]             | -4  | 0   | has -4 in its shape or place",
                "F32 | [-1,-1]         | 0   | 4   | has -1 in its shape or place",
                "F32 | [\"1\"]         | 0   | 4   | has \"1\" in its shape or place",
                "F32 | [1.5]           | 0   | 4   | has 1.5 in its shape or place",
                "F32 | [99999,99999,9] | 0   | 4   | of type F32 has 4 bytes, from 0 to 4",
                "F32 | [1]             | 0 | 99999999999999999999 | in its shape or place",
            })
    void refusesATensorWhosePlaceIsImpossible(
            String type, String shape, String start, String end, String message) {
        assertRefused(
                file(header("a", type, shape, start, end), floats(1, 2)), "tensor a", message);
    }

    @Test
    void refusesTensorsThatOverlap() {
        assertRefused(
                file(
                        "{\"a\":%s,\"b\":%s}"
                                .formatted(entry("F32", "[2]", 0, 8), entry("F32", "[2]", 4, 12)),
                        floats(1, 2, 3)),
                "tensor b [2] does not begin where the one before ends");
    }

    @Test
    void refusesATensorLargerThanAnArray() {
        assertRefused(
                file(header("huge", "F32", "[1073741824]", 0, 1L << 32), floats(1)),
                "weights: tensor huge [1073741824] has 4294967296 bytes; up to 2147483647 can be");
    }

    private void assertRefused(byte[] file, String... messageParts) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(file))
                .satisfies(
                        e ->
                                assertThat(e.getMessage())
                                        .startsWith("weights")
                                        .contains(messageParts))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(3));
    }

    private void read(byte[] file) throws IOException {
        Safetensors.read(
                new ByteArrayInputStream(file),
                "weights",
                (tensor, values) -> read.put(tensor.name(), values));
    }

    private Safetensors.Sink only(String name) {
        return new Safetensors.Sink() {
            @Override
            public void accept(TensorInfo tensor, float[] values) {
                read.put(tensor.name(), values);
            }

            @Override
            public boolean wants(TensorInfo tensor) {
                return tensor.name().equals(name);
            }
        };
    }

    private static byte[] written() throws IOException {
        Map<String, float[]> values =
                Map.of(
                        "matrix", new float[] {1, 2, 3, -4, Float.MIN_VALUE, 6},
                        "nothing", new float[0],
                        "scalar", new float[] {7});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(
                out,
                List.of(
                        new TensorInfo("matrix", new long[] {2, 3}),
                        new TensorInfo("nothing", new long[] {0, 3}),
                        new TensorInfo("scalar", new long[0])),
                Map.of("format", "pt"),
                tensor -> values.get(tensor.name()));
        return out.toByteArray();
    }

    private static String header(String name, String type, String shape, Object start, Object end) {
        return "{\"%s\":%s}".formatted(name, entry(type, shape, start, end));
    }

    private static String entry(String type, String shape, Object start, Object end) {
        return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%s,%s]}"
                .formatted(type, shape, start, end);
    }

    private static byte[] file(String header, byte[] body) {
        byte[] json = header.getBytes(UTF_8);
        return concat(length(json.length), json, body);
    }

    private static byte[] length(long bytes) {
        return ByteBuffer.allocate(LENGTH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes)
                .array();
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Short.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Of this thread, since it began. */
    private static long allocatedBytes() {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
