package io.github.mtdnn.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mtdnn.failure.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Loads configurations written in a test. */
final class Loading {
    /** What every loading needs and most tests are not about. */
    private static final List<String> VALID =
            List.of("data.task-files=glue", "data.tasks=rte", "encoder.vocab=vocab.txt");

    private Loading() {}

    /** A valid configuration with these arguments put over it. */
    static Settings settings(String... overrides) {
        return SettingsLoader.load(List.of(), with(overrides));
    }

    /** The same with a configuration file. */
    static Settings settings(Path file, String... overrides) {
        return SettingsLoader.load(List.of(file), with(overrides));
    }

    /** What is reported of a valid configuration with these arguments put over it. */
    static String failure(String... overrides) {
        return failureOf(List.of(), with(overrides));
    }

    /** What is reported of a file put over a valid configuration. */
    static String failure(Path file, String... overrides) {
        return failureOf(List.of(file), with(overrides));
    }

    static String failureOf(List<Path> files, List<String> overrides) {
        ConfigException failure =
                catchThrowableOfType(
                        ConfigException.class, () -> SettingsLoader.load(files, overrides));
        if (failure == null) {
            throw new AssertionError("the configuration was accepted");
        }
        return failure.getMessage();
    }

    static Path write(Path file, String... lines) {
        try {
            return Files.writeString(file, String.join("\n", lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> with(String... overrides) {
        List<String> all = new ArrayList<>(VALID);
        all.addAll(Arrays.asList(overrides));
        return all;
    }
}
