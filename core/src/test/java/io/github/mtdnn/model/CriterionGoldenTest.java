package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.golden.GoldenFile.Precision;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionGoldenTest {
    private final GoldenFile golden = GoldenFile.open("criteria.npz", Precision.FLOAT32);

    @ParameterizedTest
    @CsvSource({"ce, 1", "ce_ignore, 1", "ce_alpha, 0.5"})
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

    @Test
    void computesCrossEntropyOfLabelledTokens() {
        float[] logits = golden.floats("in/seq_ce/logits");
        int[] labels = golden.ints("in/seq_ce/label");
        Arrays.setAll(labels, i -> labels[i] == -1 ? EncodedExample.NO_LABEL : labels[i]);
        PackedBatch batch = new PackedBatch();
        batch.clear(0);
        batch.add(new int[labels.length], new int[labels.length], 0, labels.length, Double.NaN);
        batch.putTokenLabels(labels, 0);

        assertLossAndGradientMatch("seq_ce", new TokenLoss(crossEntropy("seq_ce")), logits, batch);
    }

    @Test
    void computesCrossEntropyWithinGroups() {
        float[] logits = golden.floats("in/rank_ce/logits");
        double[] right = golden.doubles("in/rank_ce/label");
        int perGroup = (int) golden.scalar("in/rank_ce/pairwise_size");
        PackedBatch batch = new PackedBatch();
        batch.clear(0);
        for (int b = 0; b < right.length; b++) {
            if (b % perGroup == 0) {
                batch.beginGroup();
            }
            double first = right[b - b % perGroup];
            batch.add(new int[1], new int[1], 0, 1, b % perGroup == first ? 1 : 0);
        }

        assertLossAndGradientMatch("rank_ce", new RankingLoss("task"), logits, batch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"span_ce", "span_ce_ignore"})
    void computesCrossEntropyOfFirstAndLastToken(String variant) {
        float[] start = golden.floats("in/" + variant + "/start_logits");
        float[] end = golden.floats("in/" + variant + "/end_logits");
        int[] shape = golden.shape("in/" + variant + "/start_logits");
        int[] starts = golden.ints("in/" + variant + "/start_label");
        int[] ends = golden.ints("in/" + variant + "/end_label");
        PackedBatch batch = new PackedBatch();
        batch.clear(0);
        for (int b = 0; b < shape[0]; b++) {
            batch.add(new int[shape[1]], new int[shape[1]], 0, shape[1], Double.NaN);
            batch.putSpan(starts[b], ends[b]); // the file, too, has -1 for none
        }
        float[] logits = new float[2 * start.length];
        for (int n = 0; n < start.length; n++) {
            logits[2 * n] = start[n];
            logits[2 * n + 1] = end[n];
        }
        float[] gradient = new float[logits.length];

        double loss = new SpanLoss("task").mean(logits, batch, 1, gradient);

        golden.assertMatches("out/" + variant + "/loss", loss);
        double[] startGrad = new double[start.length];
        double[] endGrad = new double[start.length];
        for (int n = 0; n < start.length; n++) {
            startGrad[n] = gradient[2 * n];
            endGrad[n] = gradient[2 * n + 1];
        }
        golden.assertMatches("grad/" + variant + "/start_logits", startGrad);
        golden.assertMatches("grad/" + variant + "/end_logits", endGrad);
    }

    @ParameterizedTest
    @EnumSource
    void computesMaskedLmWithNextSentence(KernelsUnderTest choice) {
        int[] shape = golden.shape("in/mlm/mlm_logits");
        float[] all = golden.floats("in/mlm/mlm_logits");
        int[] labels = golden.ints("in/mlm/mlm_label");
        int[] rows = IntStream.range(0, labels.length).filter(i -> labels[i] != -1).toArray();
        int[] pieces = Arrays.stream(rows).map(row -> labels[row]).toArray();
        double[] gradient = new double[all.length];
        double loss;
        try (Kernels kernels = choice.open()) {
            Tensor source = kernels.allocate(labels.length, shape[2]);
            kernels.write(all, 0, source);
            Tensor logits = kernels.allocate(rows.length, shape[2]);
            kernels.gatherRows(source, rows, logits);
            loss = kernels.softmaxCrossEntropy(logits, pieces, 1f / rows.length) / rows.length;
            float[] read = new float[rows.length * shape[2]];
            kernels.read(logits, read, 0);
            for (int i = 0; i < read.length; i++) {
                gradient[rows[i / shape[2]] * shape[2] + i % shape[2]] = read[i];
            }
        }
        golden.assertMatches("grad/mlm/mlm_logits", gradient);

        double[] follows = golden.doubles("in/mlm/nsp_label");
        PackedBatch batch = new PackedBatch();
        batch.clear(0);
        for (double label : follows) {
            batch.add(new int[1], new int[1], 0, 1, label);
        }
        float[] logits = golden.floats("in/mlm/nsp_logits");
        float[] nextSentenceGrad = new float[logits.length];
        loss +=
                new NextSentenceLoss(new CrossEntropy("task", 2))
                        .mean(logits, batch, 1, nextSentenceGrad);
        golden.assertMatches("grad/mlm/nsp_logits", nextSentenceGrad);
        golden.assertMatches("out/mlm/loss", loss);
    }

    private void assertLossAndGradientMatch(
            String variant, BatchLoss loss, float[] logits, PackedBatch batch) {
        float[] gradient = new float[logits.length];
        golden.assertMatches("out/" + variant + "/loss", loss.mean(logits, batch, 1, gradient));
        golden.assertMatches("grad/" + variant + "/logits", gradient);
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
