package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.F1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.metric.OptionPredictions.Question;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionPredictionsTest {
    private static final OptionPredictions PREDICTIONS =
            OptionPredictions.of(
                    List.of(
                            question("110", "110"), // exact
                            question("10", "11"),
                            question("1000", "0000")));

    @Test
    void takesF1OfAllOptionsTogether() {
        assertThat(PREDICTIONS.value(F1)).isEqualTo(2.0 * 3 / (4 + 4));
    }

    @Test
    void wantsAllOptionsOfAQuestionRightForAnExactMatch() {
        assertThat(PREDICTIONS.value(EXACT_MATCH)).isEqualTo(1.0 / 3);
        assertThat(PREDICTIONS.rightUnits(EXACT_MATCH).orElseThrow())
                .containsExactly(true, false, false);
    }

    @Test
    void drawsWholeQuestions() {
        Measurable resample = PREDICTIONS.drawn(new int[] {0, 2, 1});
        assertThat(resample.value(F1)).isEqualTo(2.0 * 2 / (4 + 3));
        assertThat(resample.value(EXACT_MATCH)).isZero();
    }

    private static Question question(String labels, String predictions) {
        return new Question(options(labels), options(predictions));
    }

    private static boolean[] options(String digits) {
        boolean[] options = new boolean[digits.length()];
        for (int i = 0; i < options.length; i++) {
            options[i] = digits.charAt(i) == '1';
        }
        return options;
    }
}
