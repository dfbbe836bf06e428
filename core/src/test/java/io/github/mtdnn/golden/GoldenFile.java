package io.github.mtdnn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * One file of recorded numbers and the rule by which computed ones are held against them.
 *
 * <p>The file is read from the directory {@code -Dgolden.dir} or, without one, from the test
 * resources. Names and sizes belong to the file: a test asks for them here and has none of its own.
 *
 * <p>An array computed as x agrees with its reference r if max|x - r| ≤ tolerance · s, where s =
 * max|r|. Some gradients are zero in exact arithmetic: where max|r| ≤ 1e-9 · g, g being the
 * greatest entry of all gradients of the same variant, s is 0.01 · g. NaN has to meet NaN, and
 * integers have to be equal.
 */
public final class GoldenFile {
    private static final String TOLERANCES = "tolerances.json";
    private static final double FLOAT64_TOLERANCE = 1e-8;

    /**
     * Not stated with the files, which know float32 and float64. A factor is off by up to 2⁻⁹ of
     * its size; the errors of the layers add up to 3 % here, and ten steps of AdamW, whose length
     * does not depend on the gradient's, make 8 % of that. (Products by themselves are held to 1e-5
     * against factors rounded before, by the tests of the kernels.)
     */
    private static final double BF16_TOLERANCE = 0.1;

    private static final double VANISHING = 1e-9;

    private final String name;
    private final Precision precision;
    private final Map<String, NpyArray> arrays;
    private final JsonNode tolerances;

    GoldenFile(
            String name, Precision precision, Map<String, NpyArray> arrays, JsonNode tolerances) {
        this.name = name;
        this.precision = precision;
        this.arrays = arrays;
        this.tolerances = tolerances;
    }

    /** In which arithmetic the numbers to be checked have been computed. */
    public enum Precision {
        /** Factors of products rounded to bfloat16, everything else float32. */
        BF16,
        FLOAT32,
        FLOAT64
    }

    /**
     * Opens a file.
     *
     * @param name for example {@code encoder.npz}
     * @param precision of the arithmetic that is checked against it; decides the tolerance
     */
    public static GoldenFile open(String name, Precision precision) {
        try {
            JsonNode tolerances = new ObjectMapper().readTree(bytesOf(TOLERANCES)).path(name);
            if (tolerances.isMissingNode()) {
                throw new IllegalArgumentException(TOLERANCES + " has no entry for " + name);
            }
            return new GoldenFile(name, precision, read(name), tolerances);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytesOf(String name) throws IOException {
        String directory = System.getProperty("golden.dir", "");
        Path replaced = Path.of(directory, name);
        // Tolerances go with the arithmetic, so other numbers need not bring their own.
        boolean hasReplacement = !name.equals(TOLERANCES) || Files.exists(replaced);
        if (!directory.isEmpty() && hasReplacement) {
            return Files.readAllBytes(replaced);
        }
        try (InputStream stream = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            if (stream == null) {
                throw new IOException("no golden/" + name + " among the test resources");
            }
            return stream.readAllBytes();
        }
    }

    private static Map<String, NpyArray> read(String name) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytesOf(name)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String array = entry.getName().replaceFirst("\\.npy$", "");
                arrays.put(array, NpyArray.parse(name + " " + array, zip.readAllBytes()));
            }
        }
        return arrays;
    }

    /** Names of all arrays, in the order of the file. */
    public Set<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    /** Names of the arrays that begin with a prefix, without that prefix, in the file's order. */
    public List<String> namesUnder(String prefix) {
        return arrays.keySet().stream()
                .filter(array -> array.startsWith(prefix))
                .map(array -> array.substring(prefix.length()))
                .toList();
    }

    /**
     * The variants of a case, sorted: what stands between a prefix and the last slash of the names
     * below it, for example {@code train_defaults} in {@code out/train_defaults/loss}.
     *
     * @param prefix for example {@code out/}
     */
    public Set<String> variants(String prefix) {
        Set<String> variants = new TreeSet<>();
        for (String rest : namesUnder(prefix)) {
            if (rest.contains("/")) {
                variants.add(rest.substring(0, rest.lastIndexOf('/')));
            }
        }
        return variants;
    }

    public boolean has(String array) {
        return arrays.containsKey(array);
    }

    /** Extent of each axis. */
    public int[] shape(String array) {
        return array(array).shape().clone();
    }

    /** All entries, the last axis running fastest. */
    public double[] doubles(String array) {
        return array(array).values().clone();
    }

    /** The same, rounded to float32. */
    public float[] floats(String array) {
        double[] values = array(array).values();
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** All entries of an array of integers. */
    public int[] ints(String array) {
        NpyArray found = array(array);
        if (!found.integer()) {
            throw new IllegalArgumentException(name + ": " + array + " holds no integers");
        }
        int[] ints = new int[found.values().length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Math.toIntExact((long) found.values()[i]);
        }
        return ints;
    }

    /** The entry of an array of one. */
    public double scalar(String array) {
        double[] values = array(array).values();
        if (values.length != 1) {
            throw new IllegalArgumentException(
                    name + ": " + array + " has " + values.length + " entries, not one");
        }
        return values[0];
    }

    /** Fails unless a computed array agrees with its reference. */
    public void assertMatches(String array, float[] computed) {
        assertMatches(array, widen(computed));
    }

    /** Fails unless a computed array agrees with its reference. */
    public void assertMatches(String array, double... computed) {
        int[] shape = array(array).shape();
        boolean[] all = new boolean[shape.length == 0 ? 1 : shape[0]];
        Arrays.fill(all, true);
        assertRowsMatch(array, computed, all);
    }

    /** As {@link #assertRowsMatch(String, double[], boolean[])}. */
    public void assertRowsMatch(String array, float[] computed, boolean[] rows) {
        assertRowsMatch(array, widen(computed), rows);
    }

    /**
     * Fails unless the chosen rows of a computed array agree with the reference. The golden files
     * hold what comes out when padding is computed like any token; an implementation that computes
     * nothing on padding has no such rows.
     *
     * @param computed as many entries as the reference; those of other rows do not matter
     * @param rows for each row, whether it is compared; the reference is cut into as many rows of
     *     equal length as this has entries, for example B·S for an array (B, S, H)
     */
    public void assertRowsMatch(String array, double[] computed, boolean[] rows) {
        NpyArray reference = array(array);
        double[] expected = reference.values();
        assertThat(computed).as("%s %s: number of entries", name, array).hasSameSizeAs(expected);
        if (expected.length % rows.length != 0) {
            throw new IllegalArgumentException(
                    "%s: %s has %d entries, no whole number for each of %d rows"
                            .formatted(name, array, expected.length, rows.length));
        }
        double tolerance = reference.integer() ? 0 : tolerance(array);
        if (Double.isInfinite(tolerance)) {
            return;
        }
        double allowed = tolerance * scale(array);
        int rowLength = expected.length / rows.length;
        for (int i = 0; i < expected.length; i++) {
            if (rows[i / rowLength] && !agree(computed[i], expected[i], allowed)) {
                throw new AssertionError(
                        "%s %s entry %d: computed %s, reference %s, allowed difference %.3g"
                                .formatted(name, array, i, computed[i], expected[i], allowed));
            }
        }
    }

    private static boolean agree(double computed, double expected, double allowed) {
        return Double.isNaN(expected)
                ? Double.isNaN(computed)
                : Math.abs(computed - expected) <= allowed;
    }

    /** Allowed deviation as a share of the scale; infinite where an array is not to be compared. */
    private double tolerance(String array) {
        if (precision == Precision.FLOAT64) {
            return FLOAT64_TOLERANCE;
        }
        JsonNode exception = tolerances.path("exceptions").path(array);
        if (exception.isNull()) {
            return Double.POSITIVE_INFINITY;
        }
        double float32 =
                exception.isMissingNode()
                        ? tolerances.path("float32").doubleValue()
                        : exception.doubleValue();
        return precision == Precision.BF16 ? Math.max(BF16_TOLERANCE, float32) : float32;
    }

    private double scale(String array) {
        double scale = greatest(array);
        if (array.startsWith("grad/")) {
            String variant = array.substring(0, array.lastIndexOf('/') + 1);
            double greatestOfVariant =
                    arrays.keySet().stream()
                            .filter(other -> other.startsWith(variant))
                            .filter(other -> other.lastIndexOf('/') == variant.length() - 1)
                            .mapToDouble(this::greatest)
                            .max()
                            .orElseThrow();
            if (scale <= VANISHING * greatestOfVariant) {
                return 0.01 * greatestOfVariant;
            }
        }
        return scale;
    }

    /** Greatest absolute value of an array, NaN left out. */
    private double greatest(String array) {
        double greatest = 0;
        for (double value : array(array).values()) {
            if (Math.abs(value) > greatest) {
                greatest = Math.abs(value);
            }
        }
        return greatest;
    }

    private NpyArray array(String array) {
        NpyArray found = arrays.get(array);
        if (found == null) {
            throw new IllegalArgumentException(name + " has no array " + array);
        }
        return found;
    }

    private static double[] widen(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
