package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.failure.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionTest {
    private final CrossEntropy crossEntropy = new CrossEntropy("mnli", 3);

    @Test
    void staysFiniteForLargeLogits() {
        float[] logits = {1e30f, -1e30f, 0};

        assertThat(crossEntropy.loss(logits, 0, 0)).isZero();
        assertThat(crossEntropy.loss(logits, 0, 1)).isCloseTo(2e30, within(1e24));
    }

    @Test
    void showsLogitsThatAreNoNumbersInTheLoss() {
        assertThat(crossEntropy.loss(new float[] {0, Float.NaN, 0}, 0, 0)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, -2, 0.5, Double.NaN})
    void refusesALabelThatIsNoClassOfTheHead(double label) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> crossEntropy.loss(new float[3], 0, label))
                .withMessageContaining("Task mnli")
                .withMessageContaining("label " + label)
                .withMessageContaining("classes 0 to 2")
                .withMessageContaining("Prepare the data again");
    }

    @Test
    void refusesAScoreThatIsNoNumber() {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> new MeanSquaredError("stsb").loss(new float[1], 0, Double.NaN))
                .withMessageContaining("Task stsb")
                .withMessageContaining("score NaN")
                .withMessageContaining("prepare it again");
    }
}
