package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.golden.GoldenFile.Precision;
import io.github.mtdnn.task.MetricName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every measure of classes and scores, on every recorded set. */
class MetricsGoldenTest {
    private static final GoldenFile GOLDEN = GoldenFile.open("metrics.npz", Precision.FLOAT64);

    static Stream<String> classificationSets() {
        return GOLDEN.variants("out/").stream().filter(set -> has(set, "confusion"));
    }

    static Stream<String> regressionSets() {
        return GOLDEN.variants("out/").stream().filter(set -> has(set, "pearson"));
    }

    static Stream<String> setsWithScoresOfClasses() {
        return GOLDEN.variants("out/").stream().filter(set -> has(set, "auc"));
    }

    @ParameterizedTest
    @MethodSource("classificationSets")
    void judgesClasses(String set) {
        double[] labels = GOLDEN.doubles("in/" + set + "/label");
        double[] predictions = GOLDEN.doubles("in/" + set + "/pred");
        double greatest =
                DoubleStream.concat(Arrays.stream(labels), Arrays.stream(predictions))
                        .max()
                        .orElseThrow();
        ClassPredictions judged =
                ClassPredictions.of(labels, predictions, Math.max(2, (int) greatest + 1));

        assertThat(checkMeasures(set, judged)).isGreaterThanOrEqualTo(4);
        ConfusionMatrix matrix = judged.confusionMatrix();
        int[] classes = GOLDEN.ints("out/" + set + "/classes");
        double[] cells = new double[classes.length * classes.length];
        Arrays.setAll(
                cells, i -> matrix.count(classes[i / classes.length], classes[i % classes.length]));
        GOLDEN.assertMatches("out/" + set + "/confusion", cells);
    }

    @ParameterizedTest
    @MethodSource("regressionSets")
    void judgesScores(String set) {
        ScorePairs pairs =
                ScorePairs.of(
                        GOLDEN.doubles("in/" + set + "/label"),
                        GOLDEN.doubles("in/" + set + "/score"));

        assertThat(checkMeasures(set, pairs)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("setsWithScoresOfClasses")
    void judgesScoresOfClasses(String set) {
        ClassScores scores =
                ClassScores.of(
                        GOLDEN.doubles("in/" + set + "/label"),
                        GOLDEN.doubles("in/" + set + "/score"));

        assertThat(checkMeasures(set, scores)).isEqualTo(1);
    }

    /** Checks all that is recorded of a set and returns how many measures that were. */
    private static long checkMeasures(String set, Predictions predictions) {
        return GOLDEN.namesUnder("out/" + set + "/").stream()
                .map(MetricsGoldenTest::metric)
                .flatMap(Optional::stream)
                .peek(metric -> check(set, metric, predictions))
                .count();
    }

    private static void check(String set, MetricName metric, Predictions predictions) {
        GOLDEN.assertMatches("out/" + set + "/" + recordedName(metric), predictions.value(metric));
    }

    private static Optional<MetricName> metric(String recordedName) {
        return Arrays.stream(MetricName.values())
                .filter(metric -> recordedName(metric).equals(recordedName))
                .findFirst();
    }

    private static String recordedName(MetricName metric) {
        return metric.name().toLowerCase(Locale.ROOT);
    }

    private static boolean has(String set, String array) {
        return GOLDEN.has("out/" + set + "/" + array);
    }
}
