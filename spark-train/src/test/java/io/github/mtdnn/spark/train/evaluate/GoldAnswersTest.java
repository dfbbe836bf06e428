package io.github.mtdnn.spark.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.metric.MetricValue;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.data.SplitRows;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the raw files of SQuAD 2.0 to its measures, with a network that is always right. */
class GoldAnswersTest {
    private static final int QUESTIONS = 60;

    /** Words of a context: with overlaps of 8 it takes several windows of 32 tokens. */
    private static final int WORDS = 70;

    @TempDir private Path directory;

    @Test
    void areJudgedToBeAllRight() throws IOException {
        Files.write(
                directory.resolve("vocab.txt"),
                Arrays.asList(
                        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "w", "##o", "##x", "which",
                        ".", "?"));
        Files.createDirectories(directory.resolve("SQuAD"));
        Files.writeString(directory.resolve("SQuAD/dev-v2.0.json"), squad());
        Settings settings =
                SettingsLoader.load(
                        List.of(),
                        List.of(
                                "data.task-files=[squad]",
                                "data.tasks=[squad-v2]",
                                "data.raw=" + directory,
                                "data.missing-splits=skip",
                                "data.max-seq-length=32",
                                "data.max-question-pieces=8",
                                "data.window-overlap=8",
                                "data.shard-rows=7",
                                "run.directory=" + directory.resolve("out"),
                                "encoder.vocab=" + directory.resolve("vocab.txt")));

        Preparation.run(TinyRun.session(), settings);

        Configuration hadoop = TinyRun.session().sparkContext().hadoopConfiguration();
        ShardStore store =
                ShardStore.of(
                        settings.run().directory(),
                        TokenizerReader.read(hadoop, settings.encoder()).sha256());
        PreparedTask prepared = PreparedTask.findAll(settings, store, hadoop).get(0);
        SplitRows rows = prepared.scored(SplitRole.DEV).get(0);
        assertThat(rows.groups()).isEqualTo(QUESTIONS);
        assertThat(rows.rows()).isGreaterThan(3 * QUESTIONS);
        SplitScore score = SplitScore.of(predictions(prepared.task(), rows, hadoop), 0, 1);
        assertThat(score.metrics()).hasSize(5).extracting(MetricValue::value).containsOnly(1.0);
        assertThat(score.baselines().get(1)).isLessThan(0.5);
    }

    private static SplitPredictions predictions(Task task, SplitRows rows, Configuration hadoop) {
        GroupedOutputs outputs = new GroupedOutputs(Decoder.of(HeadSpec.of(task, 0)));
        for (int row = 0; row < rows.rows(); row++) {
            EncodedExample example = rows.example(row, hadoop);
            float[] logits = new float[2 * example.length()];
            logits[2 * example.span().first()] = 5;
            logits[2 * example.span().last() + 1] = 5;
            outputs.add(new Decoder.Output(example, logits));
        }
        return new SplitPredictions(task, rows.split(), SplitRole.DEV, outputs.finish());
    }

    /** Every third question has no answer; the others have one of two words, here or there. */
    private static String squad() {
        String rows =
                IntStream.range(0, QUESTIONS)
                        .mapToObj(GoldAnswersTest::paragraph)
                        .collect(Collectors.joining(",\n"));
        return "{\"version\": \"v2.0\", \"data\": [{\"title\": \"t\", \"paragraphs\": ["
                + rows
                + "]}]}";
    }

    private static String paragraph(int question) {
        int at = question * (WORDS - 2) / QUESTIONS;
        StringBuilder context = new StringBuilder();
        int start = 0;
        for (int word = 0; word < WORDS; word++) {
            if (word == at) {
                start = context.codePointCount(0, context.length());
            }
            boolean isOfAnswer = question % 3 != 0 && (word == at || word == at + 1);
            context.append(isOfAnswer ? "wox" : "\ud83d\udc14").append(word % 9 == 8 ? ". " : " ");
        }
        String answers =
                question % 3 == 0
                        ? ""
                        : "{\"text\": \"%s\", \"answer_start\": %d}"
                                .formatted(
                                        context.substring(
                                                context.offsetByCodePoints(0, start),
                                                context.lastIndexOf("wox") + 3),
                                        start);
        return "{\"context\": \"%s\", \"qas\": [{\"id\": \"q%d\", \"question\": \"Which?\", \"answers\": [%s]}]}"
                .formatted(context, question, answers);
    }
}
