package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerReaderTest {
    @TempDir private Path directory;

    @Test
    void readsWhatTheConfigurationNames() throws IOException {
        Path pieces = write("any.name", ToyTokenizers.wordPieces());
        assertThat(read("encoder.vocab=" + pieces).open().tokenize("Lower"))
                .containsExactly("low", "##er");
        assertThat(read("encoder.vocab=" + pieces, "encoder.cased=true").open().tokenize("Lower"))
                .containsExactly("Low", "##er");

        Path bytePairs = write("encoder.json", ToyTokenizers.bytePairs());
        Path merges = write("vocab.bpe", ToyTokenizers.MERGES);
        TokenizerFiles gpt2 =
                read(
                        "encoder.vocab=" + bytePairs,
                        "encoder.merges=" + merges,
                        "encoder.prefix-space=true");
        assertThat(gpt2.open().tokenize("low")).containsExactly("\u0120low");
        assertThat(gpt2.contents()).containsOnlyKeys("vocab.json", "merges.txt");
    }

    @Test
    void readsFromAnyFileSystem() throws IOException {
        Path pieces = write("vocab.txt", ToyTokenizers.wordPieces());
        assertThat(read("encoder.vocab=\"%s\"".formatted(pieces.toUri())).contents())
                .containsOnlyKeys("vocab.txt");
    }

    @Test
    void looksBesideTheWeightsInAnOrder() throws IOException {
        // The last first, so that each new one comes before those that are there.
        write("weights/tokenizer.json", ToyTokenizers.described());
        assertThat(besideWeights().contents()).containsOnlyKeys("tokenizer.json");

        write("weights/encoder.json", ToyTokenizers.bytePairs());
        assertThat(besideWeights().contents()).containsOnlyKeys("tokenizer.json");
        write("weights/vocab.bpe", ToyTokenizers.MERGES);
        assertThat(besideWeights().contents()).containsOnlyKeys("vocab.json", "merges.txt");

        write("weights/vocab.json", ToyTokenizers.bytePairs());
        write("weights/merges.txt", "l o\n");
        assertThat(besideWeights().open().tokenize("low")).containsExactly("lo", "w");

        write("weights/vocab.txt", ToyTokenizers.wordPieces());
        assertThat(besideWeights().contents()).containsOnlyKeys("vocab.txt");
    }

    @Test
    void takesTheRulesOfTheFileBesideTheVocabulary() throws IOException {
        Path pieces = write("word-piece/vocab.txt", ToyTokenizers.wordPieces());
        write("word-piece/tokenizer_config.json", "{\"do_lower_case\": false}");
        assertThat(read("encoder.vocab=" + pieces).open().tokenize("Lower"))
                .containsExactly("Low", "##er");
        assertThat(read("encoder.weights=" + pieces.getParent()).open().tokenize("Lower"))
                .containsExactly("Low", "##er");

        Path bytePairs = write("byte-level/vocab.json", ToyTokenizers.bytePairs());
        write("byte-level/merges.txt", ToyTokenizers.MERGES);
        write("byte-level/tokenizer_config.json", "{\"add_prefix_space\": true}");
        assertThat(read("encoder.weights=" + bytePairs.getParent()).open().tokenize("low"))
                .containsExactly("\u0120low");
    }

    @Test
    void readsAFileOfTheWorkingDirectory() {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read("encoder.vocab=pom.xml"))
                .withMessageStartingWith("pom.xml line ");
    }

    @Test
    void prefersTheConfiguredOneToTheOneBesideTheWeights() throws IOException {
        write("weights/vocab.txt", ToyTokenizers.wordPieces());
        Path described = write("tokenizer.json", ToyTokenizers.described());
        assertThat(
                        read(
                                        "encoder.vocab=" + described,
                                        "encoder.weights=" + directory.resolve("weights"))
                                .contents())
                .containsOnlyKeys("tokenizer.json");
    }

    @Test
    void saysWhatIsMissingBesideTheWeights() throws IOException {
        Files.createDirectories(directory.resolve("weights"));
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(this::besideWeights)
                .withMessageStartingWith("encoder.weights = " + directory.resolve("weights"))
                .withMessageContaining("set encoder.vocab");
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        Path absent = directory.resolve("absent.txt");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read("encoder.vocab=" + absent))
                .withMessageStartingWith(absent + ": the vocabulary is not there");
        Path bytePairs = write("vocab.json", ToyTokenizers.bytePairs());
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read("encoder.vocab=" + bytePairs, "encoder.merges=" + absent))
                .withMessageStartingWith(absent.toString());
    }

    @Test
    void refusesMergesWithoutAVocabulary() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("encoder.merges=merges.txt", "encoder.weights=" + directory))
                .withMessageContaining("encoder.merges = merges.txt, but encoder.vocab is not set");
    }

    private TokenizerFiles besideWeights() {
        return read("encoder.weights=" + directory.resolve("weights"));
    }

    private static TokenizerFiles read(String... settings) {
        return TokenizerReader.read(
                new Configuration(),
                SettingsLoader.load(
                                List.of(),
                                Stream.concat(
                                                Stream.of(settings),
                                                Stream.of("run.directory=unused"))
                                        .toList(),
                                EnumSet.noneOf(Need.class))
                        .encoder());
    }

    private Path write(String file, String content) throws IOException {
        return ToyTokenizers.write(directory.resolve(file), content);
    }
}
