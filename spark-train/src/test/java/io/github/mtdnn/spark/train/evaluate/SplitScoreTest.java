package io.github.mtdnn.spark.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.mtdnn.metric.ClassCounts;
import io.github.mtdnn.metric.ClassReport;
import io.github.mtdnn.metric.ClassReport.Confused;
import io.github.mtdnn.metric.MetricValue;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitScoreTest {
    @Test
    void judgesClassesAndTheScoreOfClassOne() {
        SplitScore score =
                score(
                        TaskType.CLASSIFICATION,
                        2,
                        List.of(MetricName.AUC, MetricName.ACCURACY),
                        prediction(0, 0, 0.9, 0.1),
                        prediction(1, 0, 0.6, 0.4),
                        prediction(0, 0, 0.7, 0.3));

        assertThat(score.metrics()).extracting(MetricValue::value).containsExactly(1.0, 2.0 / 3);
        assertThat(score.baselines()).containsExactly(0.5, 2.0 / 3);
    }

    @Test
    void judgesScoresAgainstNoCorrelation() {
        SplitScore score =
                score(
                        TaskType.REGRESSION,
                        1,
                        List.of(MetricName.SPEARMAN),
                        prediction(1, 10),
                        prediction(2, 20));

        assertThat(score.main().value()).isEqualTo(1);
        assertThat(score.baselines()).containsExactly(0.0);
    }

    @Test
    void judgesTheOptionsOfAQuestionTogether() {
        SplitScore score =
                score(
                        TaskType.CLASSIFICATION,
                        2,
                        List.of(MetricName.EXACT_MATCH, MetricName.F1),
                        option("q1", 1, 1),
                        option("q1", 0, 0),
                        option("q2", 1, 1),
                        option("q2", 1, 0),
                        lone("4", 0, 0),
                        lone("5", 0, 1));

        assertThat(score.metrics()).extracting(MetricValue::value).containsExactly(0.5, 2.0 / 3);
    }

    @Test
    void givesNoAnswerWhereThatIsBetterAndSomeQuestionsHaveNone() {
        Prediction answered = new Prediction.OfAnswer("q1", "a bear", 0.5, 1, List.of("bear"));
        Prediction without = new Prediction.OfAnswer("q2", "a wolf", 0.5, 2, List.of());
        List<MetricName> exact = List.of(MetricName.EXACT_MATCH);

        assertThat(score(TaskType.SPAN, 2, exact, answered).main().value()).isEqualTo(1);
        assertThat(score(TaskType.SPAN, 2, exact, answered, without).main().value()).isEqualTo(0.5);
    }

    @Test
    void givesNoAnswerFromTheTasksThresholdOnAndLooksForTheBestOne() {
        Task task =
                new Task(
                        "mine",
                        TaskType.SPAN,
                        TextShape.QUESTION,
                        List.of(),
                        2,
                        List.of(MetricName.EXACT_MATCH, MetricName.BEST_EXACT_MATCH),
                        0.1,
                        1.5,
                        List.of());
        List<Prediction> predictions =
                List.of(
                        new Prediction.OfAnswer("q1", "a bear", 0.5, 1.2, List.of("bear")),
                        new Prediction.OfAnswer("q2", "a fox", 0.5, 1.7, List.of("fox")),
                        new Prediction.OfAnswer("q3", "a wolf", 0.5, 2, List.of()));

        SplitPredictions split =
                new SplitPredictions(task, "dev", SplitRole.DEV, true, predictions);
        SplitScore score = SplitScore.of(split, 0, 1);

        assertThat(split.rows()).extracting(PredictionRow::text).containsExactly("a bear", "", "");
        assertThat(score.metrics()).extracting(MetricValue::value).containsExactly(2.0 / 3, 1.0);
        assertThat(score.metrics().get(0).hasThreshold()).isFalse();
        assertThat(score.metrics().get(1).threshold()).isEqualTo(1.7);
        assertThat(score.baselines()).containsExactly(1.0 / 3, 1.0 / 3);
        assertThat(score.toString()).endsWith("(baseline 0.333) at threshold 1.700");
    }

    @Test
    void judgesTheTextOfTheBestCandidate() {
        List<Prediction.Candidate> candidates =
                List.of(
                        new Prediction.Candidate("1", 0, 2.5, "Rome"),
                        new Prediction.Candidate("2", 1, 1.5, "Paris"));

        SplitScore score =
                score(
                        TaskType.RANKING,
                        1,
                        List.of(MetricName.EXACT_MATCH, MetricName.PRECISION_AT_1, MetricName.MRR),
                        new Prediction.OfRanking("capital", candidates, List.of("Paris", "rome")));

        assertThat(score.metrics()).extracting(MetricValue::value).containsExactly(1.0, 0.0, 0.5);
        assertThat(score.baselines()).containsExactly(0.0, 0.5, 0.75);
    }

    @Test
    void reportsHowEachClassWasPredicted() {
        ClassReport report =
                report(
                        TaskType.CLASSIFICATION,
                        List.of("no", "perhaps", "yes", "never"),
                        List.of(MetricName.ACCURACY),
                        prediction(0, 0, 0.7, 0.1, 0.1, 0.1),
                        prediction(0, 1, 0.3, 0.5, 0.1, 0.1),
                        prediction(0, 1, 0.3, 0.5, 0.1, 0.1),
                        prediction(1, 1, 0.1, 0.7, 0.1, 0.1),
                        prediction(2, 0, 0.7, 0.1, 0.1, 0.1));

        assertThat(report.confusion())
                .containsExactlyInAnyOrder(
                        new Confused("no", "no", 1),
                        new Confused("no", "perhaps", 2),
                        new Confused("perhaps", "perhaps", 1),
                        new Confused("yes", "no", 1));
        assertThat(report.classes())
                .containsOnly(
                        entry("no", new ClassCounts(1, 2, 3)),
                        entry("perhaps", new ClassCounts(1, 3, 1)),
                        entry("yes", new ClassCounts(0, 0, 1)));
        assertThat(report.classes().get("no").precision()).isEqualTo(1.0 / 2);
        assertThat(report.classes().get("no").recall()).isEqualTo(1.0 / 3);
        assertThat(report.classes().get("no").f1()).isEqualTo(2.0 / 5);
    }

    @Test
    void reportsTypesOfEntitiesBesideTheConfusionOfTheirTags() {
        Prediction[] sentences = {
            new Prediction.OfTokens("1", new int[] {1, 2, 0, 3}, new int[] {1, 2, 3, 3}),
            new Prediction.OfTokens("2", new int[] {1, 2}, new int[] {1, 0})
        };
        List<String> labels = List.of("O", "B-PER", "I-PER", "B-LOC", "B-MISC");

        ClassReport entities =
                report(
                        TaskType.SEQUENCE_LABELING,
                        labels,
                        List.of(MetricName.ENTITY_F1),
                        sentences);
        ClassReport tags =
                report(TaskType.SEQUENCE_LABELING, labels, List.of(MetricName.ACCURACY), sentences);

        assertThat(entities.confusion())
                .containsExactlyInAnyOrder(
                        new Confused("B-PER", "B-PER", 2),
                        new Confused("I-PER", "I-PER", 1),
                        new Confused("I-PER", "O", 1),
                        new Confused("O", "B-LOC", 1),
                        new Confused("B-LOC", "B-LOC", 1));
        assertThat(tags.confusion()).isEqualTo(entities.confusion());
        assertThat(entities.classes())
                .containsOnly(
                        entry("LOC", new ClassCounts(1, 2, 1)),
                        entry("PER", new ClassCounts(1, 2, 2)));
        assertThat(tags.classes())
                .containsOnly(
                        entry("B-LOC", new ClassCounts(1, 2, 1)),
                        entry("B-PER", new ClassCounts(2, 2, 2)),
                        entry("I-PER", new ClassCounts(1, 1, 2)),
                        entry("O", new ClassCounts(0, 1, 1)));
    }

    @Test
    void reportsNoPiecesOfTheVocabulary() {
        ClassReport report =
                report(
                        TaskType.MASKED_LM,
                        List.of(),
                        List.of(MetricName.ACCURACY),
                        new Prediction.OfTokens("1", new int[] {17}, new int[] {30000}));

        assertThat(report).isEqualTo(ClassReport.NONE);
    }

    private static ClassReport report(
            TaskType type,
            List<String> labels,
            List<MetricName> metrics,
            Prediction... predictions) {
        return score(type, labels, labels.size(), metrics, predictions).report();
    }

    private static Prediction option(String group, double label, int value) {
        return new Prediction.OfClass("uid", group, label, value, new double[] {0.5, 0.5}, 0);
    }

    private static Prediction lone(String uid, double label, int value) {
        return new Prediction.OfClass(uid, "", label, value, new double[] {0.5, 0.5}, 0);
    }

    private static SplitScore score(
            TaskType type, int numClasses, List<MetricName> metrics, Prediction... predictions) {
        return score(type, List.of(), numClasses, metrics, predictions);
    }

    private static SplitScore score(
            TaskType type,
            List<String> labels,
            int numClasses,
            List<MetricName> metrics,
            Prediction... predictions) {
        Task task =
                new Task(
                        "mine",
                        type,
                        TextShape.SINGLE,
                        labels,
                        numClasses,
                        metrics,
                        0.1,
                        List.of());
        return SplitScore.of(
                new SplitPredictions(task, "dev", SplitRole.DEV, true, List.of(predictions)), 0, 1);
    }

    private static Prediction prediction(double label, double value, double... probabilities) {
        return probabilities.length == 0
                ? new Prediction.OfScore("uid", label, value, 0)
                : new Prediction.OfClass("uid", "", label, (int) value, probabilities, 0);
    }
}
