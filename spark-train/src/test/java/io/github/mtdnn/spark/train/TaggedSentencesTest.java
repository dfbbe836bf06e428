package io.github.mtdnn.spark.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import io.github.mtdnn.spark.train.finetune.Finetuning;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sequence labelling from a CoNLL file to the predictions table, with sentences of many windows.
 */
class TaggedSentencesTest {
    private static final List<String> WORDS = List.of("ann", "bob", "sings", "leaves", "annann");
    private static final List<String> TAGS = List.of("B-PER", "I-PER", "O", "O", "B-LOC");

    @TempDir private Path directory;

    @Test
    void everyWordHasOnePredictionInItsPlace() throws IOException {
        Files.writeString(
                directory.resolve("vocab.txt"),
                "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nann\nbob\nsings\nleaves\n##ann\n");
        write("train.conll", 300, 1);
        List<List<String>> dev = write("dev.conll", 40, 2);
        Settings settings =
                SettingsLoader.load(
                        List.of(),
                        List.of(
                                "tasks.names={type=sequence-labeling, labels=[O, B-PER, I-PER,"
                                        + " B-LOC], metrics=[accuracy, entity-f1], splits={"
                                        + " train.path=train.conll, dev.path=dev.conll}}",
                                "data={tasks=names, max-seq-length=12, raw=" + directory + "}",
                                "encoder.vocab=" + directory.resolve("vocab.txt"),
                                "optimizer.learning-rate=2e-3",
                                "finetune={from=random, epochs=4, batch-size=16}",
                                "evaluate.bootstrap-resamples=0",
                                "run.directory=" + directory.resolve("out")));
        Preparation.run(TinyRun.session(), settings);
        Progress silent =
                new Progress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
        TrainingRun run = TrainingRun.open(TinyRun.session(), settings, "0", silent);

        SplitScore score = new Finetuning(run, Finetuning.STAGE, settings.finetune()).run().get(0);

        // A tag out of its place would be as good as any.
        assertThat(score.main().value()).isGreaterThan(0.95);
        List<Row> predictions = table("predictions").collectAsList();
        assertThat(predictions).hasSameSizeAs(dev);
        for (Row prediction : predictions) {
            int sentence = Integer.parseInt(prediction.getAs("uid"));
            assertThat(prediction.getList(prediction.fieldIndex("tags")))
                    .hasSameSizeAs(dev.get(sentence));
            assertThat(prediction.<String>getList(prediction.fieldIndex("tag_labels")))
                    .isEqualTo(
                            dev.get(sentence).stream()
                                    .map(word -> TAGS.get(WORDS.indexOf(word)))
                                    .toList());
        }
        long places = dev.stream().flatMap(List::stream).filter("annann"::equals).count();
        assertThat(table("classes").where("epoch = 0").select("class").collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("LOC", "PER");
        assertThat(
                        table("classes")
                                .where("epoch = 0 and class = 'LOC' and f1 > 0.9")
                                .select("support")
                                .first()
                                .getLong(0))
                .isEqualTo(places);
        assertThat(
                        table("confusion")
                                .where("epoch = 0 and label = 'B-LOC'")
                                .selectExpr("sum(count)")
                                .first()
                                .getLong(0))
                .isEqualTo(places);
    }

    private Dataset<Row> table(String name) {
        return TinyRun.session().read().parquet(directory.resolve("out/tables/" + name).toString());
    }

    /** Sentences of 1 to 60 words; a window has 10 pieces. */
    private List<List<String>> write(String file, int sentences, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        List<List<String>> all = new ArrayList<>();
        for (int s = 0; s < sentences; s++) {
            List<String> words = new ArrayList<>();
            for (int w = 1 + random.nextInt(60); w > 0; w--) {
                int word = random.nextInt(WORDS.size());
                words.add(WORDS.get(word));
                text.append(WORDS.get(word)).append(' ').append(TAGS.get(word)).append('\n');
            }
            text.append('\n');
            all.add(words);
        }
        Files.writeString(directory.resolve(file), text);
        return all;
    }
}
