package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedPairsTest {
    @TempDir private Path directory;

    @Test
    void writesTheSamePairsEachTime() throws IOException {
        Path vocabulary = directory.resolve("vocab.txt");
        Files.writeString(vocabulary, "[CLS]\nthe\n##s\nriver\n");
        GeneratedPairs pairs = GeneratedPairs.of(vocabulary);

        pairs.write(directory.resolve("first"), 50);
        pairs.write(directory.resolve("second"), 50);

        assertThat(directory.resolve("second")).hasSameTextualContentAs(directory.resolve("first"));
        assertThat(Files.readAllLines(directory.resolve("first")))
                .hasSize(50)
                .allSatisfy(line -> assertThat(line).matches("[^\t]+\\.\t[^\t]+\\.\t[01]"))
                .noneSatisfy(line -> assertThat(line).contains("#"));
    }

    @Test
    void refusesAVocabularyWithoutWords() throws IOException {
        Path vocabulary = directory.resolve("vocab.txt");
        Files.writeString(vocabulary, "[CLS]\n##s\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> GeneratedPairs.of(vocabulary))
                .withMessageContaining("has no word of the letters a to z")
                .withMessageContaining("--vocab");
    }
}
