package io.github.mtdnn.spark.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

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
                        option("", 0, 0),
                        option("", 0, 1));

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
                        new Prediction.OfRanking(candidates, List.of("Paris", "rome")));

        assertThat(score.metrics()).extracting(MetricValue::value).containsExactly(1.0, 0.0, 0.5);
        assertThat(score.baselines()).containsExactly(0.0, 0.5, 0.75);
    }

    private static Prediction option(String group, double label, int value) {
        return new Prediction.OfClass("uid", group, label, value, new double[] {0.5, 0.5}, 0);
    }

    private static SplitScore score(
            TaskType type, int numClasses, List<MetricName> metrics, Prediction... predictions) {
        Task task =
                new Task(
                        "mine",
                        type,
                        TextShape.SINGLE,
                        List.of(),
                        numClasses,
                        metrics,
                        0.1,
                        List.of());
        return SplitScore.of(
                new SplitPredictions(task, "dev", SplitRole.DEV, List.of(predictions)), 0, 1);
    }

    private static Prediction prediction(double label, double value, double... probabilities) {
        return probabilities.length == 0
                ? new Prediction.OfScore("uid", label, value, 0)
                : new Prediction.OfClass("uid", "", label, (int) value, probabilities, 0);
    }
}
