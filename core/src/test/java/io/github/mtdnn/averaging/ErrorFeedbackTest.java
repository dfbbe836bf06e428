package io.github.mtdnn.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorFeedbackTest {
    @Test
    void splitsTheChangeIntoWhatIsSentAndWhatIsKept() {
        float[] start = {1f, 1f, -1f};
        float[] parameters = {1.5f, 1f, -1f};
        float[] residual = {0x1p-10f, 0.25f, 0f};

        ErrorFeedback.apply(start, parameters, residual);

        // 0.5 + 2⁻¹⁰ lies between 0.5 and 0.5 + 2⁻⁸.
        assertThat(parameters).containsExactly(0.5f, 0.25f, 0f);
        assertThat(residual).containsExactly(0x1p-10f, 0f, 0f);
    }

    /** Without the feedback, steps of a 1000th of the change before would be lost for ever. */
    @Test
    void losesNothingOverManyRounds() {
        int rounds = 1000;
        Random random = new Random(1);
        float[] start = new float[64];
        float[] residual = new float[start.length];
        double[] wanted = new double[start.length];
        double[] sent = new double[start.length];
        for (int round = 0; round < rounds; round++) {
            float[] parameters = new float[start.length];
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] = (float) (0.01 * random.nextGaussian() + 1e-5);
                wanted[i] += parameters[i];
            }
            ErrorFeedback.apply(start, parameters, residual);
            for (int i = 0; i < sent.length; i++) {
                sent[i] += parameters[i];
            }
        }
        for (int i = 0; i < sent.length; i++) {
            assertThat(sent[i] + residual[i]).isCloseTo(wanted[i], within(1e-6));
        }
        // What is kept is what the last rounding has lost, not a heap that grows.
        assertThat(Arrays.stream(doubles(residual)).map(Math::abs).max().orElseThrow())
                .isLessThan(0.05 / 256);
    }

    private static double[] doubles(float[] values) {
        double[] copy = new double[values.length];
        Arrays.setAll(copy, i -> values[i]);
        return copy;
    }
}
