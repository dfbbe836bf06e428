package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.golden.GoldenFile.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionGoldenTest {
    private final GoldenFile golden = GoldenFile.open("criteria.npz", Precision.FLOAT32);

    @ParameterizedTest
    @CsvSource({"ce, 1", "ce_ignore, 1", "ce_alpha, 0.5", "seq_ce, 1"})
    void computesCrossEntropy(String variant, double factor) {
        assertLossAndGradientMatch(variant, crossEntropy(variant), factor);
    }

    @Test
    void computesMeanSquaredError() {
        assertLossAndGradientMatch("mse", new MeanSquaredError("task"), 1);
    }

    @Test
    void givesNoLossAndNoGradientWhereAllLabelsAreIgnored() {
        String variant = "ce_all_ignored";
        float[] logits = golden.floats("in/" + variant + "/logits");
        double[] labels = golden.doubles("in/" + variant + "/label");
        float[] gradient = new float[logits.length];
        gradient[0] = 1;

        double loss = crossEntropy(variant).meanLoss(logits, labels, labels.length, 1, gradient);

        assertThat(loss).isZero();
        assertThat(gradient).containsOnly(0);
    }

    private CrossEntropy crossEntropy(String variant) {
        return new CrossEntropy("task", golden.shape("in/" + variant + "/logits")[1]);
    }

    private void assertLossAndGradientMatch(String variant, Criterion criterion, double factor) {
        float[] logits = golden.floats("in/" + variant + "/logits");
        double[] labels = golden.doubles("in/" + variant + "/label");
        float[] gradient = new float[logits.length];

        double loss = criterion.meanLoss(logits, labels, labels.length, factor, gradient);

        golden.assertMatches("out/" + variant + "/loss", factor * loss);
        golden.assertMatches("grad/" + variant + "/logits", gradient);
    }
}
