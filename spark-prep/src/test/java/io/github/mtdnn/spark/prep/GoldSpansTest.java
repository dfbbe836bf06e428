package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.EncodedExample.Span;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.QuestionExample;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.text.QuestionEncoder;
import io.github.mtdnn.text.Tokenizer;
import io.github.mtdnn.text.file.TokenizerFile;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The answers of the owners' own files, taken through windows of tokens and back through offsets.
 */
class GoldSpansTest {
    private static final Path DATA = TestSettings.shared("data");

    private final Settings settings =
            SettingsLoader.load(
                    List.of(Path.of("src/test/resources/shared-data.conf")),
                    List.of(),
                    EnumSet.of(Need.TASKS));

    @BeforeEach
    void requireData() {
        assumeTrue(Files.exists(DATA), "skipped: " + DATA + " is not there");
    }

    /**
     * @param exact questions whose first answer comes back as it is
     * @param wider those where a token is wider than the answer, whose text has to be within
     * @param lost those whose answer no window has
     */
    @ParameterizedTest(name = "{0}/{1}, {2}, {3} tokens")
    @CsvSource({
        "squad-cs224n, train, wordpiece, 384, 128, 2292, 2, 0",
        "squad-cs224n, dev, wordpiece, 128, 32, 616, 0, 0",
        "xquad-en, dev, wordpiece, 384, 128, 1189, 1, 0",
        "squad-cs224n, train, byte-level, 384, 128, 2273, 21, 0",
        "xquad-en, dev, byte-level, 384, 128, 1177, 13, 0",
    })
    void comeBackAsTheyAre(
            String name,
            String split,
            String tokenizer,
            int maxSeqLength,
            int overlap,
            int exact,
            int wider,
            int lost) {
        QuestionRows rows =
                new QuestionRows(
                        new QuestionEncoder(tokenizer(tokenizer), maxSeqLength, 64, overlap));
        Map<String, String> others = new LinkedHashMap<>();
        int asTheyAre = 0;
        int withoutWindow = 0;
        for (Example example : examples(name, split)) {
            QuestionExample question = (QuestionExample) example;
            if (question.answers().isEmpty()) {
                continue;
            }
            String gold = question.answers().get(0).text();
            Optional<String> found = found(question, rows.encode(question));
            if (found.isEmpty()) {
                withoutWindow++;
            } else if (found.get().equals(gold)) {
                asTheyAre++;
            } else {
                assertThat(found.get()).contains(gold.strip());
                others.put(question.uid(), "\"%s\" for \"%s\"".formatted(found.get(), gold));
            }
        }
        System.out.printf(
                "%s/%s, %s: %d answers come back as they are, %d with whole tokens, %d have no"
                        + " window%n",
                name, split, tokenizer, asTheyAre, others.size(), withoutWindow);
        others.forEach((uid, texts) -> System.out.println("  " + uid + ": " + texts));

        assertThat(List.of(asTheyAre, others.size(), withoutWindow))
                .containsExactly(exact, wider, lost);
    }

    /** What the span of the first window with an answer stands for. */
    private static Optional<String> found(QuestionExample question, List<ShardRow> windows) {
        return windows.stream()
                .map(row -> row.example().span())
                .filter(span -> span.first() > 0)
                .map(span -> text(question, span))
                .findFirst();
    }

    private static String text(QuestionExample question, Span span) {
        assertThat(span.firstChars()[0]).isEqualTo(EncodedExample.Span.OUTSIDE);
        return question.context()
                .substring(span.firstChars()[span.first()], span.endChars()[span.last()]);
    }

    private List<Example> examples(String name, String split) {
        Task task = TestSettings.task(settings, name);
        return new ExampleReader(LocalSpark.session(), DATA.toString(), 1_000_000)
                .read(task, TestSettings.source(task, split))
                .examples(10_000)
                .collect();
    }

    private static Tokenizer tokenizer(String kind) {
        if (kind.equals("wordpiece")) {
            return TestSettings.wordPiece(DATA.resolve("vocab/bert-base-uncased-vocab.txt"), false)
                    .open();
        }
        return TokenizerFiles.of(
                        TokenizerFile.read(DATA.resolve("vocab/gpt2/encoder.json")),
                        Optional.of(TokenizerFile.read(DATA.resolve("vocab/gpt2/vocab.bpe"))),
                        new TokenizerFiles.Rules(false, false))
                .open();
    }
}
