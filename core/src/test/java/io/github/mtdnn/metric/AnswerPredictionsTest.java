package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.HAS_ANSWER_SPAN_F1;
import static io.github.mtdnn.task.MetricName.NO_ANSWER_ACCURACY;
import static io.github.mtdnn.task.MetricName.SPAN_F1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerPredictionsTest {
    @Test
    void takesTheBestOfTheRightAnswers() {
        AnswerScore score = AnswerScore.of("old town", List.of("town", "the Old Town!", "city"));
        assertThat(score).isEqualTo(new AnswerScore(true, true, 1));
    }

    @Test
    void isUndefinedWhereThereIsNoSuchQuestion() {
        AnswerPredictions answered =
                AnswerPredictions.of(List.of(AnswerScore.of("a b", List.of("b"))));
        assertThat(answered.value(NO_ANSWER_ACCURACY)).isNaN();
        AnswerPredictions unanswerable =
                AnswerPredictions.of(List.of(AnswerScore.of("", List.of())));
        assertThat(unanswerable.value(HAS_ANSWER_SPAN_F1)).isNaN();
        assertThat(unanswerable.value(NO_ANSWER_ACCURACY)).isEqualTo(1);
    }

    @Test
    void countsAMissingPredictionAsWrongEvenWhereThereIsNoAnswer() {
        assertThat(AnswerScore.missing(List.of())).isEqualTo(new AnswerScore(false, false, 0));
    }

    @Test
    void givesIntervalsOverQuestions() {
        List<AnswerScore> scores =
                IntStream.range(0, 400)
                        .mapToObj(i -> new AnswerScore(true, i % 4 == 0, i % 2))
                        .toList();
        List<MetricValue> values =
                Metrics.compute(
                        List.of(SPAN_F1, EXACT_MATCH),
                        List.of(AnswerPredictions.of(scores)),
                        2000,
                        1);

        double halfWidth = 1.96 * Math.sqrt(0.25 * 0.75 / 400); // normal approximation
        MetricValue exactMatch = values.get(1);
        assertThat(exactMatch.name()).isEqualTo(EXACT_MATCH);
        assertThat(exactMatch.value()).isEqualTo(0.25);
        assertThat(exactMatch.examples()).isEqualTo(400);
        assertThat(exactMatch.ciHigh() - exactMatch.ciLow())
                .isBetween(1.8 * halfWidth, 2.2 * halfWidth);
    }
}
