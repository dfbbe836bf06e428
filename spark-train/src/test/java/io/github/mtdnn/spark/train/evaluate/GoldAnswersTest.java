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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the raw files of SQuAD 2.0 and ReCoRD to their measures, with networks that know. */
class GoldAnswersTest {
    private static final int QUESTIONS = 60;

    /** Words of a context: with overlaps of 8 it takes several windows of 32 tokens. */
    private static final int WORDS = 70;

    @TempDir private Path directory;

    @Test
    void areJudgedToBeAllRight() throws IOException {
        write("SQuAD/dev-v2.0.json", squad());

        PreparedTask prepared =
                prepare(
                        "data.task-files=[squad]",
                        "data.tasks=[squad-v2]",
                        "data.max-question-pieces=8",
                        "data.window-overlap=8");

        SplitRows rows = prepared.scored(SplitRole.DEV).get(0);
        assertThat(rows.groups()).isEqualTo(QUESTIONS);
        assertThat(rows.rows()).isGreaterThan(3 * QUESTIONS);
        SplitScore score =
                SplitScore.of(predictions(prepared, rows, GoldAnswersTest::rightSpan), 0, 1);
        assertThat(score.metrics()).hasSize(5).extracting(MetricValue::value).containsOnly(1.0);
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
        PreparedTask prepared = prepare("data.task-files=[superglue]", "data.tasks=[record]");
        assertThat(prepared.scored(SplitRole.TEST)).isEmpty();
        SplitRows rows = prepared.scored(SplitRole.DEV).get(0);
        assertThat(rows.groups()).isEqualTo(2);

        SplitPredictions right =
                predictions(prepared, rows, example -> new float[] {(float) example.label()});
        SplitPredictions king = predictions(prepared, rows, preferring("King Kong"));

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

    private PreparedTask prepare(String... data) throws IOException {
        Files.write(
                directory.resolve("vocab.txt"),
                Arrays.asList(
                        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "w", "##o", "##x", "which",
                        ".", "?"));
        List<String> arguments = new ArrayList<>(List.of(data));
        arguments.addAll(
                List.of(
                        "data.raw=" + directory,
                        "data.missing-splits=skip",
                        "data.max-seq-length=32",
                        "data.shard-rows=7",
                        "run.directory=" + directory.resolve("out"),
                        "encoder.vocab=" + directory.resolve("vocab.txt")));
        Settings settings = SettingsLoader.load(List.of(), arguments);
        Preparation.run(TinyRun.session(), settings);
        ShardStore store =
                ShardStore.of(
                        settings.run().directory(),
                        TokenizerReader.read(hadoop(), settings.encoder()).sha256());
        return PreparedTask.findAll(settings, store, hadoop()).get(0);
    }

    private void write(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static SplitPredictions predictions(
            PreparedTask prepared, SplitRows rows, Function<EncodedExample, float[]> network) {
        GroupedOutputs outputs = new GroupedOutputs(Decoder.of(HeadSpec.of(prepared.task(), 0)));
        for (int row = 0; row < rows.rows(); row++) {
            EncodedExample example = rows.example(row, hadoop());
            outputs.add(new Decoder.Output(example, network.apply(example)));
        }
        return new SplitPredictions(prepared.task(), rows.split(), SplitRole.DEV, outputs.finish());
    }

    private static float[] rightSpan(EncodedExample example) {
        float[] logits = new float[2 * example.length()];
        logits[2 * example.span().first()] = 5;
        logits[2 * example.span().last() + 1] = 5;
        return logits;
    }

    private static Configuration hadoop() {
        return TinyRun.session().sparkContext().hadoopConfiguration();
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
