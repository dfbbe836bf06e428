package io.github.mtdnn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Recorded texts and numbers, read from where {@link GoldenFile} reads its arrays. Numbers agree
 * within 1e-9 of the recorded one.
 */
public final class GoldenJson {
    private static final double TOLERANCE = 1e-9;

    private GoldenJson() {}

    /**
     * Reads a file.
     *
     * @param name for example {@code metrics_ner.json}
     */
    public static JsonNode read(String name) {
        try {
            return new ObjectMapper().readTree(GoldenFile.bytesOf(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless a computed number agrees with the recorded one. */
    public static void assertMatches(JsonNode recorded, double computed) {
        assertThat(recorded.isNumber()).as("there is a number").isTrue();
        double expected = recorded.doubleValue();
        assertThat(computed).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
    }

    /** The texts of an array. */
    public static List<String> texts(JsonNode array) {
        return elements(array).stream().map(JsonNode::textValue).toList();
    }

    /** The numbers of an array. */
    public static double[] doubles(JsonNode array) {
        return elements(array).stream().mapToDouble(JsonNode::doubleValue).toArray();
    }

    /** The numbers of an array. */
    public static int[] ints(JsonNode array) {
        return elements(array).stream().mapToInt(JsonNode::intValue).toArray();
    }

    /** The elements of an array. */
    public static List<JsonNode> elements(JsonNode array) {
        assertThat(array.isArray()).as("there is an array").isTrue();
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
