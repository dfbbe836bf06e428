package io.github.mtdnn.jobs.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured: two figures can be compared where their cases are equal.
 *
 * @param benchmark for example {@code steps}
 * @param setting what distinguishes the case within it, for example encoder and batch
 */
public record BenchCase(String benchmark, Map<String, String> setting) {

    public BenchCase {
        setting = Collections.unmodifiableMap(new LinkedHashMap<>(setting));
    }

    static BenchCase of(String benchmark) {
        return new BenchCase(benchmark, Map.of());
    }

    /** The case with one more property. */
    BenchCase with(String key, Object value) {
        Map<String, String> more = new LinkedHashMap<>(setting);
        more.put(key, value.toString());
        return new BenchCase(benchmark, more);
    }

    /** The setting; numbers are preceded by what they count. */
    @Override
    public String toString() {
        return setting.entrySet().stream()
                .map(
                        entry ->
                                Character.isDigit(entry.getValue().charAt(0))
                                        ? entry.getKey() + " " + entry.getValue()
                                        : entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
