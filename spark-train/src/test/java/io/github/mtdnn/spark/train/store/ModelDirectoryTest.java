package io.github.mtdnn.spark.train.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.Vocabulary;
import io.github.mtdnn.text.file.TokenizerFile;
import io.github.mtdnn.text.file.TokenizerFiles;
import io.github.mtdnn.text.file.TokenizerFiles.Rules;
import io.github.mtdnn.text.file.TokenizerJsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class ModelDirectoryTest {
    private static final NetworkSpec NETWORK =
            new NetworkSpec(new EncoderConfig(6, 4, 1, 1, 8, 8, 2, 0, 0, 0.02, 1e-12), List.of());

    @TempDir private Path directory;

    @Test
    void copiesTheTokenizersFilesByteForByte() throws IOException {
        // A file with carriage returns stays one, though they belong to no piece.
        byte[] pieces = "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\nlow\r\n##er\r\n".getBytes(UTF_8);
        write("word-piece", pieces);
        assertThat(directory.resolve("word-piece/vocab.txt")).hasBinaryContent(pieces);

        byte[] described =
                (TokenizerJsonWriter.wordPiece(
                                        Vocabulary.parse("vocab.txt", pieces), Normalization.CASED)
                                + "\n")
                        .getBytes(UTF_8);
        write("described", described);
        assertThat(directory.resolve("described/tokenizer.json")).hasBinaryContent(described);
        assertThat(directory.resolve("described/vocab.txt")).doesNotExist();
    }

    @Test
    void isReadBackAsCasedWhereItIsCased() throws IOException {
        byte[] pieces = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nLow\nlow\n".getBytes(UTF_8);
        for (boolean cased : new boolean[] {true, false}) {
            String name = "cased-" + cased;
            Rules rules = new Rules(cased, false);
            write(name, pieces, rules);

            TokenizerFiles read =
                    TokenizerReader.read(
                            new Configuration(),
                            SettingsLoader.load(
                                            List.of(),
                                            List.of("encoder.weights=" + directory.resolve(name)),
                                            Set.of())
                                    .encoder());

            assertThat(read.open().tokenize("Low")).containsExactly(cased ? "Low" : "low");
            assertThat(read.sha256()).isEqualTo(tokenizer(pieces, rules).sha256());
        }
    }

    private void write(String name, byte[] tokenizer) throws IOException {
        write(name, tokenizer, new Rules(false, false));
    }

    private void write(String name, byte[] tokenizer, Rules rules) throws IOException {
        ModelDirectory.at(directory.resolve(name).toString(), new Configuration())
                .write(
                        NETWORK,
                        tokenizer(tokenizer, rules),
                        Nd4j.zeros(1, new ParameterLayout(NETWORK).size()));
    }

    private static TokenizerFiles tokenizer(byte[] content, Rules rules) {
        return TokenizerFiles.of(new TokenizerFile("any name", content), Optional.empty(), rules);
    }
}
