package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
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
