package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.metric.NoAnswerThreshold.Question;
import io.github.mtdnn.task.MetricName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdedAnswersTest {
    private static final List<Question> QUESTIONS =
            List.of(
                    Question.of("wrong", List.of(), 4),
                    Question.of("right", List.of("right"), -3),
                    Question.of("half right", List.of("right"), -1),
                    Question.of("right", List.of("right"), 2),
                    Question.of("wrong", List.of(), 0.5));

    private final ThresholdedAnswers answers = ThresholdedAnswers.of(QUESTIONS);

    @Test
    void isJudgedAtTheBestThresholdOfEachMeasure() {
        assertThat(answers.value(MetricName.BEST_SPAN_F1))
                .isEqualTo(NoAnswerThreshold.forF1(QUESTIONS).value());
        assertThat(answers.threshold(MetricName.BEST_SPAN_F1)).hasValue(-1);
        assertThat(answers.value(MetricName.BEST_EXACT_MATCH))
                .isEqualTo(NoAnswerThreshold.forExactMatch(QUESTIONS).value());
        assertThat(answers.threshold(MetricName.BEST_EXACT_MATCH)).hasValue(-3);
    }

    @Test
    void looksForAThresholdOfItsOwnInEachResample() {
        // The answer of score 2 three times, and none that is wrong before it: all are answered.
        Measurable drawn = answers.drawn(new int[] {1, 0, 1, 3, 0});

        assertThat(drawn.value(MetricName.BEST_SPAN_F1))
                .isCloseTo((1 + 2.0 / 3 + 3) / 5, within(1e-12));
        assertThat(drawn.value(MetricName.BEST_EXACT_MATCH)).isEqualTo(4.0 / 5);
    }

    @Test
    void hasAsBaselineThatNothingIsAnswered() {
        assertThat(answers.baseline().value(MetricName.BEST_SPAN_F1)).isEqualTo(2.0 / 5);
    }

    @Test
    void doesNotJudgeAnswersAtAGivenThreshold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answers.value(MetricName.SPAN_F1))
                .withMessageContaining("these do: best-exact-match, best-span-f1");
    }
}
