package io.github.mtdnn.spark.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.metric.AnswerScore;
import io.github.mtdnn.metric.MetricValue;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.SplitRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the raw files of SQuAD 2.0 and ReCoRD to their measures, with networks that know. */
class GoldAnswersTest {
    private static final Path DATA = PreparedSplit.DATA;
    private static final int QUESTIONS = 60;

    /** Words of a context: with overlaps of 8 it takes several windows of 32 tokens. */
    private static final int WORDS = 70;

    @TempDir private Path directory;

    @Test
    void areJudgedToBeAllRight() throws IOException {
        write("SQuAD/dev-v2.0.json", squad());
        PreparedSplit split =
                dev(
                        "data.task-files=[squad]",
                        "data.tasks=[squad-v2]",
                        "data.max-question-pieces=8",
                        "data.window-overlap=8");

        assertThat(split.rows().groups()).isEqualTo(QUESTIONS);
        assertThat(split.rows().rows()).isGreaterThan(3 * QUESTIONS);
        SplitScore score = SplitScore.of(split.predictions(GoldAnswersTest::logits), 0, 1);
        assertThat(score.metrics()).hasSize(7).extracting(MetricValue::value).containsOnly(1.0);
        assertThat(score.baselines().get(1)).isLessThan(0.5);
    }

    @Test
    void ofAGapAreTheChoicesOfTheBestCandidates() throws IOException {
        write(
                "SuperGLUE/ReCoRD/val.jsonl",
                record(
                        "{\"query\": \"@placeholder came.\", \"idx\": 0, \"answers\":"
                                + " [{\"start\": 0, \"end\": 3, \"text\": \"Kong\"}]}",
                        "{\"query\": \"In @placeholder?\", \"idx\": 1, \"answers\":"
                                + " [{\"start\": 16, \"end\": 23, \"text\": \"New York\"},"
                                + " {\"start\": 26, \"end\": 29, \"text\": \"York\"}]}"));
        write(
                "SuperGLUE/ReCoRD/test.jsonl",
                record("{\"query\": \"@placeholder came.\", \"idx\": 0}"));
        PreparedSplit split = dev("data.task-files=[superglue]", "data.tasks=[record]");
        assertThat(split.rows().groups()).isEqualTo(2);

        SplitPredictions right =
                split.predictions(example -> new float[] {(float) example.label()});
        SplitPredictions king = split.predictions(preferring("King Kong"));

        assertThat(values(right)).containsExactly(1.0, 1.0);
        assertThat(chosen(right)).containsExactly("7_0#0 Kong", "7_1#2 New York", "7_1#3 York");
        // Of the words of "King Kong" one is Kong, and "King Kong" is no city.
        assertThat(values(king)).containsExactly(2.0 / 3 / 2, 0.0);
        assertThat(chosen(king)).containsExactly("7_0#1 King Kong", "7_1#1 King Kong");
        assertThat(SplitScore.of(right, 0, 1).baselines()).containsExactly(0.0, 0.0);
    }

    /** Each name once: Kong, King Kong, New York, York. */
    private static String record(String... questions) {
        return ("{\"source\": \"CNN\", \"passage\": {\"text\": \"Kong, King Kong New York. York\\n"
                        + "@highlight\\nKong\", \"entities\": [{\"start\": 0, \"end\": 3},"
                        + " {\"start\": 6, \"end\": 14}, {\"start\": 16, \"end\": 23},"
                        + " {\"start\": 26, \"end\": 29}, {\"start\": 42, \"end\": 45}]},"
                        + " \"qas\": [%s], \"idx\": 7}\n")
                .formatted(String.join(", ", questions));
    }

    private static Function<EncodedExample, float[]> preferring(String choice) {
        return example -> new float[] {example.evidence().text().equals(choice) ? 1 : 0};
    }

    private static List<Double> values(SplitPredictions predictions) {
        return SplitScore.of(predictions, 0, 1).metrics().stream().map(MetricValue::value).toList();
    }

    /** What the table of predictions ranks first. */
    private static List<String> chosen(SplitPredictions predictions) {
        return predictions.rows().stream()
                .filter(row -> row.rank() == 1)
                .map(row -> row.uid() + " " + row.text())
                .toList();
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
        assumeTrue(Files.exists(DATA), "skipped: " + DATA + " is not there");
        PreparedSplit split =
                PreparedSplit.of(
                        directory,
                        List.of(PreparedSplit.DATA_CONF),
                        role,
                        List.of(
                                "data.tasks=[" + name + "]",
                                "tasks.squad-cs224n.splits.test=null",
                                "data.raw=" + DATA,
                                "data.max-seq-length=" + maxSeqLength,
                                "data.window-overlap=" + overlap,
                                "encoder.vocab="
                                        + DATA.resolve("vocab/bert-base-uncased-vocab.txt")));
        SplitPredictions predictions = split.predictions(GoldAnswersTest::logits);

        List<String> others = new ArrayList<>();
        double f1 = 0;
        for (Prediction prediction : predictions.predictions()) {
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
                name, role, split.rows().groups(), split.rows().rows(), others.size());
        others.forEach(other -> System.out.println("  " + other));

        assertThat(split.rows().groups()).isEqualTo(questions);
        assertThat(others).hasSize(wrong);
        SplitScore score = SplitScore.of(predictions, 0, 1);
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

    /** The dev split of the files in the directory. */
    private PreparedSplit dev(String... arguments) throws IOException {
        Files.write(
                directory.resolve("vocab.txt"),
                Arrays.asList(
                        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "w", "##o", "##x", "which",
                        ".", "?"));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("data.raw=" + directory);
        all.add("data.missing-splits=skip");
        all.add("data.max-seq-length=32");
        all.add("data.shard-rows=7");
        all.add("encoder.vocab=" + directory.resolve("vocab.txt"));
        return PreparedSplit.of(directory, List.of(), SplitRole.DEV, all);
    }

    private void write(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /** Of a network that is always right. */
    private static float[] logits(EncodedExample window) {
        float[] logits = new float[2 * window.length()];
        logits[2 * window.span().first()] = 5;
        logits[2 * window.span().last() + 1] = 5;
        return logits;
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
