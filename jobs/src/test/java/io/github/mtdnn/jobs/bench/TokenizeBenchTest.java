package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizeBenchTest {
    @TempDir private Path directory;

    @Test
    void holdsOursAgainstAPeer() {
        BertTokenizer ours =
                new BertTokenizer(
                        Vocabulary.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "low", "##er"), false);
        Corpus corpus = new Corpus("two texts", List.of("low", "lower"), 8);

        TokenizeRounds.Result result =
                new TokenizeRounds(
                                ours,
                                List.of(new AlwaysLow()),
                                corpus,
                                new TokenizeRounds.Effort(3, 0, 0))
                        .run();

        assertThat(result.megabytesPerSecond().repeats()).isEqualTo(3);
        assertThat(result.withOffsets().median()).isPositive();
        assertThat(result.peers())
                .singleElement()
                .satisfies(
                        peer -> {
                            assertThat(peer.name()).isEqualTo("always low");
                            assertThat(peer.differing()).isEqualTo(1);
                            assertThat(peer.megabytesPerSecond().median()).isPositive();
                        });
    }

    @Test
    void saysWhatDataItNeeds() {
        BenchReport report =
                new BenchReport(
                        new Progress(new PrintStream(new ByteArrayOutputStream(), true, UTF_8)));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new TokenizeBench(directory, report).run())
                .withMessageContaining("has no vocab and mlm_text")
                .withMessageContaining("--data");
    }

    @Test
    void measuresEachTokenizerOnEachCorpus() throws IOException {
        write("vocab/bert-base-uncased-vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nlow\n");
        write("vocab/gpt2/encoder.json", bytesAsPieces());
        write("vocab/gpt2/vocab.bpe", "#version: 0.2\n");
        write("mlm_text/low.txt", "low low\n\nlow\n");
        write("parity/wordpiece/expected.tsv", "low\t5\n");
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        BenchReport report = new BenchReport(new Progress(new PrintStream(console, true, UTF_8)));

        new TokenizeBench(directory, new TokenizeRounds.Effort(2, 0, 0), report).run();

        // Two tokenizers, three corpora, with and without offsets.
        assertThat(report.run("1").measurements())
                .hasSize(2 * 3 * 2)
                .allSatisfy(
                        figure -> {
                            assertThat(figure.of().setting())
                                    .containsOnlyKeys("tokenizer", "corpus", "way");
                            assertThat(figure.measure().unit()).isEqualTo("MB/s");
                            assertThat(figure.samples().min()).isPositive();
                        })
                .extracting(Measurement::of)
                .doesNotHaveDuplicates();
        assertThat(console.toString(UTF_8))
                .contains("English, lines: 2 texts", "many scripts, lines: 1 texts");
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** GPT-2's characters of the bytes, each a piece. */
    private static String bytesAsPieces() {
        StringBuilder json = new StringBuilder("{\"<|endoftext|>\": 256");
        int hidden = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b != 0xad;
            json.append(", \"\\u%04x\": %d".formatted(printable ? b : hidden++, b));
        }
        return json.append("}").toString();
    }

    /** Right about one of the texts. */
    private static final class AlwaysLow implements PeerTokenizer {
        @Override
        public String name() {
            return "always low";
        }

        @Override
        public void open(Path tokenizerJson) {}

        @Override
        public long[] ids(String text) {
            return new long[] {4};
        }

        @Override
        public void close() {}
    }
}
