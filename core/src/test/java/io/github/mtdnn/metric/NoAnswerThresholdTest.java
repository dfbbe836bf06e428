package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.metric.NoAnswerThreshold.Question;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoAnswerThresholdTest {
    private static final List<String> NONE = List.of();

    @Test
    void isReachedWhereTheThresholdIsApplied() {
        List<Question> questions =
                List.of(
                        Question.of("right", List.of("right"), -3),
                        Question.of("half right", List.of("right"), -1),
                        Question.of("wrong", NONE, 0.5),
                        Question.of("right", List.of("right"), 2),
                        Question.of("wrong", NONE, 4));
        NoAnswerThreshold best = NoAnswerThreshold.forF1(questions);

        assertThat(best.threshold()).isEqualTo(-1);
        assertThat(best.value()).isCloseTo((1 + 2.0 / 3 + 1 + 0 + 1) / 5, within(1e-12));
        assertThat(
                        questions.stream()
                                .map(question -> question.at(best.threshold()))
                                .mapToDouble(AnswerScore::f1)
                                .average())
                .hasValueCloseTo(best.value(), within(1e-12));
    }

    @Test
    void doesNotPartQuestionsOfEqualScores() {
        List<Question> questions =
                List.of(
                        Question.of("right", List.of("right"), 0.5),
                        Question.of("wrong", NONE, 0.5));
        NoAnswerThreshold best = NoAnswerThreshold.forExactMatch(questions);

        assertThat(best.value()).isEqualTo(0.5);
        assertThat(best.threshold()).isZero();
    }

    @Test
    void losesNothingByAnAnswerOfArticlesWhereThereIsNone() {
        List<Question> questions =
                List.of(Question.of("the", NONE, 0.1), Question.of("right", List.of("right"), 0.2));
        assertThat(NoAnswerThreshold.forExactMatch(questions))
                .isEqualTo(new NoAnswerThreshold(0.2, 1));
    }
}
