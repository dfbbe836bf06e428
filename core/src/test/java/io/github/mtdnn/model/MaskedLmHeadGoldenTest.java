package io.github.mtdnn.model;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.task.TaskType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaskedLmHeadGoldenTest {
    private GoldenFile golden;

    @ParameterizedTest
    @EnumSource
    void predictsMaskedPiecesAsBertDoes(KernelsUnderTest choice) {
        assertMatches(choice, HeadForm.STANDARD, "bert");
    }

    @ParameterizedTest
    @EnumSource
    void predictsMaskedPiecesAsMtDnnDoes(KernelsUnderTest choice) {
        assertMatches(choice, HeadForm.MTDNN, "mtdnn");
    }

    private void assertMatches(KernelsUnderTest choice, HeadForm form, String variant) {
        golden = choice.golden("masked_lm.npz");
        int vocabSize = GoldenNetwork.encoder(golden).vocabSize();
        HeadSpec head = new HeadSpec("task0", TaskType.MASKED_LM, form, vocabSize, 0);
        try (GoldenNetwork net = new GoldenNetwork(golden, choice, List.of(head))) {
            double[] nextSentence = golden.doubles("in/nsp_label");
            PackedBatch batch = net.batchWithTokenLabels("in/mlm_label", i -> nextSentence[i]);
            float[] logits = new float[head.outputs(batch)];
            net.network.infer(batch, logits);
            assertMaskedRowsMatch(net, "out/" + variant + "/mlm_logits", batch, logits);
            int pieces = logits.length - 2 * batch.count();
            golden.assertMatches(
                    "out/" + variant + "/nsp_logits",
                    Arrays.copyOfRange(logits, pieces, logits.length));

            golden.assertMatches(
                    "out/" + variant + "/loss", net.network.lossAndGradient(batch, 1, 1, 1));
            net.assertGradientsMatch("grad/" + variant + "/");

            PackedBatch unpaired = net.batchWithTokenLabels("in/mlm_label", i -> Double.NaN);
            golden.assertMatches(
                    "out/" + variant + "/mlm_loss", net.network.lossAndGradient(unpaired, 1, 1, 1));
        }
    }

    /** Logits stand one masked token after the other; the file has those of all tokens. */
    private void assertMaskedRowsMatch(
            GoldenNetwork net, String array, PackedBatch batch, float[] logits) {
        int columns = net.spec.encoder().vocabSize();
        boolean[] tokens = net.tokenRows();
        boolean[] masked = new boolean[tokens.length];
        double[] padded = new double[tokens.length * columns];
        int n = 0;
        int m = 0;
        for (int row = 0; row < tokens.length; row++) {
            if (tokens[row] && batch.tokenLabels()[n++] != EncodedExample.NO_LABEL) {
                masked[row] = true;
                for (int v = 0; v < columns; v++) {
                    padded[row * columns + v] = logits[m++];
                }
            }
        }
        golden.assertRowsMatch(array, padded, masked);
    }
}
