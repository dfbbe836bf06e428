package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.task.TaskType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequenceLabelingHeadGoldenTest {
    private GoldenFile golden;

    @ParameterizedTest
    @EnumSource
    void classifiesEachToken(KernelsUnderTest choice) {
        golden = choice.golden("sequence_labeling.npz");
        try (GoldenNetwork net = new GoldenNetwork(golden, choice, TaskType.SEQUENCE_LABELING)) {
            PackedBatch batch = net.batchWithTokenLabels("in/label", i -> Double.NaN);
            HeadSpec head = net.spec.heads().get(0);
            float[] logits = new float[head.outputs(batch)];
            net.network.infer(batch, logits);
            double[] padded = net.pad(logits, head.numClasses());
            golden.assertRowsMatch("out/logits", padded, net.tokenRows());
            assertBestMatch(padded, head.numClasses(), net.tokenRows());

            golden.assertMatches("out/loss", net.network.lossAndGradient(batch, 1, 1, 1));
            net.assertGradientsMatch("grad/");
        }
    }

    private void assertBestMatch(double[] logits, int classes, boolean[] tokens) {
        int[] expected = golden.ints("out/prediction");
        for (int row = 0; row < tokens.length; row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = logits[row * classes + c] > logits[row * classes + best] ? c : best;
            }
            if (tokens[row]) {
                assertThat(best).as("token %d", row).isEqualTo(expected[row]);
            }
        }
    }
}
