package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.task.TaskType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccumulationGoldenTest {

    @ParameterizedTest
    @EnumSource
    void sumsTheGradientsOfMicroBatches(KernelsUnderTest choice) {
        GoldenFile golden = choice.golden("gradient_accumulation.npz");
        try (GoldenNetwork net =
                new GoldenNetwork(
                        golden, choice, TaskType.CLASSIFICATION, TaskType.CLASSIFICATION)) {
            int rows = golden.shape("in/input_ids")[0];
            int micro = golden.shape("out/loss_micro")[0];
            double full = net.network.lossAndGradient(net.batch(0, 0, rows), 1, 0, 1);
            golden.assertMatches("out/loss_full", full);
            net.assertGradientsMatch("grad/full/");

            net.kernels.fill(net.gradients, 0);
            double[] losses = new double[micro];
            for (int i = 0; i < micro; i++) {
                PackedBatch batch = net.batch(0, i * rows / micro, (i + 1) * rows / micro);
                losses[i] = net.network.lossAndGradient(batch, 1, i, 1.0 / micro);
            }
            golden.assertMatches("out/loss_micro", losses);
            net.assertGradientsMatch("grad/full/");
        }
    }
}
