package io.github.mtdnn.spark.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.metric.AnswerScore;
import io.github.mtdnn.metric.MetricValue;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.data.SplitRows;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        Gold gold =
                gold(
                        List.of(),
                        SplitRole.DEV,
                        "data.task-files=[squad]",
                        "data.tasks=[squad-v2]",
                        "data.raw=" + directory,
                        "data.missing-splits=skip",
                        "data.max-seq-length=32",
                        "data.max-question-pieces=8",
                        "data.window-overlap=8",
                        "data.shard-rows=7",
                        "encoder.vocab=" + directory.resolve("vocab.txt"));

        assertThat(gold.rows().groups()).isEqualTo(QUESTIONS);
        assertThat(gold.rows().rows()).isGreaterThan(3 * QUESTIONS);
        SplitScore score = SplitScore.of(gold.predictions(), 0, 1);
        assertThat(score.metrics()).hasSize(5).extracting(MetricValue::value).containsOnly(1.0);
        assertThat(score.baselines().get(1)).isLessThan(0.5);
    }

    /**
     * The owners' own files. What cannot be right: an answer of more than the 30 pieces that the
     * published decoder allows (5 of CS224N's train split, 1 of its dev split), and an answer that
     * ends within a number (1 of XQuAD).
     *
     * @param questions of the split
     * @param wrong those whose answer is not among the right ones, by exact match
     */
    @ParameterizedTest(name = "{0}/{1}, {2} tokens")
    @CsvSource({
        "squad-cs224n, TRAIN, 384, 128, 4813, 5",
        "squad-cs224n, DEV, 128, 32, 1265, 1",
        "xquad-en, DEV, 384, 128, 1190, 1",
    })
    void ofTheOwnersFilesAreRight(
            String name, SplitRole role, int maxSeqLength, int overlap, int questions, int wrong) {
        Path root = Path.of(System.getProperty("mtdnn.root"));
        Path data = root.resolve("../shared/data").normalize();
        assumeTrue(Files.exists(data), "skipped: " + data + " is not there");

        Gold gold =
                gold(
                        List.of(root.resolve("spark-prep/src/test/resources/shared-data.conf")),
                        role,
                        "data.tasks=[" + name + "]",
                        "tasks.squad-cs224n.splits.test=null",
                        "data.raw=" + data,
                        "data.max-seq-length=" + maxSeqLength,
                        "data.window-overlap=" + overlap,
                        "encoder.vocab=" + data.resolve("vocab/bert-base-uncased-vocab.txt"));

        List<String> others = new ArrayList<>();
        double f1 = 0;
        for (Prediction prediction : gold.predictions().predictions()) {
            Prediction.OfAnswer answer = (Prediction.OfAnswer) prediction;
            String text = answer.nullMinusBest() > 0 ? "" : answer.text();
            AnswerScore score = AnswerScore.of(text, answer.answers());
            f1 += score.f1();
            if (!score.exactMatch()) {
                others.add("%s: \"%s\" for %s".formatted(answer.uid(), text, answer.answers()));
            }
        }
        System.out.printf(
                "%s/%s: %d questions in %d windows, %d wrong%n",
                name, role, gold.rows().groups(), gold.rows().rows(), others.size());
        others.forEach(other -> System.out.println("  " + other));

        assertThat(gold.rows().groups()).isEqualTo(questions);
        assertThat(others).hasSize(wrong);
        SplitScore score = SplitScore.of(gold.predictions(), 0, 1);
        assertThat(value(score, MetricName.EXACT_MATCH))
                .isEqualTo((questions - wrong) / (double) questions);
        assertThat(value(score, MetricName.SPAN_F1)).isCloseTo(f1 / questions, within(1e-12));
    }

    private static double value(SplitScore score, MetricName metric) {
        return score.metrics().stream()
                .filter(value -> value.name() == metric)
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** A prepared split, and what a network that is always right predicts for it. */
    private record Gold(SplitRows rows, SplitPredictions predictions) {}

    private Gold gold(List<Path> files, SplitRole role, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.add("run.directory=" + directory.resolve("out"));
        Settings loaded = SettingsLoader.load(files, arguments);
        Preparation.run(TinyRun.session(), loaded);
        Configuration hadoop = TinyRun.session().sparkContext().hadoopConfiguration();
        ShardStore store =
                ShardStore.of(
                        loaded.run().directory(),
                        TokenizerReader.read(hadoop, loaded.encoder()).sha256());
        PreparedTask prepared = PreparedTask.findAll(loaded, store, hadoop).get(0);
        SplitRows rows =
                role == SplitRole.TRAIN ? prepared.train().get(0) : prepared.scored(role).get(0);
        return new Gold(rows, predictions(prepared.task(), role, rows, hadoop));
    }

    private static SplitPredictions predictions(
            Task task, SplitRole role, SplitRows rows, Configuration hadoop) {
        GroupedOutputs outputs = new GroupedOutputs(Decoder.of(HeadSpec.of(task, 0)));
        for (int row = 0; row < rows.rows(); row++) {
            EncodedExample example = rows.example(row, hadoop);
            float[] logits = new float[2 * example.length()];
            logits[2 * example.span().first()] = 5;
            logits[2 * example.span().last() + 1] = 5;
            outputs.add(new Decoder.Output(example, logits));
        }
        return new SplitPredictions(task, rows.split(), role, outputs.finish());
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
