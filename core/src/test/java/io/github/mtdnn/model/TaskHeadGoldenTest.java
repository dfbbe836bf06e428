package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.task.TaskType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskHeadGoldenTest {

    @ParameterizedTest
    @EnumSource
    void classifies(KernelsUnderTest choice) {
        GoldenFile golden = choice.golden("classification.npz");
        try (GoldenNetwork net = new GoldenNetwork(golden, choice, TaskType.CLASSIFICATION)) {
            PackedBatch batch = net.batch(0, 0, golden.shape("in/input_ids")[0]);
            float[] logits = assertLogitsLossAndGradientsMatch(net, batch);

            float[] probabilities = new float[logits.length];
            CrossEntropy softmax = new CrossEntropy("task0", net.spec.heads().get(0).numClasses());
            for (int row = 0; row < batch.count(); row++) {
                softmax.probabilities(logits, row, probabilities);
            }
            golden.assertMatches("out/probabilities", probabilities);
        }
    }

    @ParameterizedTest
    @EnumSource
    void predictsAScore(KernelsUnderTest choice) {
        GoldenFile golden = choice.golden("regression.npz");
        try (GoldenNetwork net = new GoldenNetwork(golden, choice, TaskType.REGRESSION)) {
            PackedBatch batch = net.batch(0, 0, golden.shape("in/input_ids")[0]);
            assertLogitsLossAndGradientsMatch(net, batch);
        }
    }

    private static float[] assertLogitsLossAndGradientsMatch(GoldenNetwork net, PackedBatch batch) {
        float[] logits = new float[batch.count() * net.spec.heads().get(0).numClasses()];
        net.network.infer(batch, logits);
        net.golden.assertMatches("out/logits", logits);

        Network forInference =
                Network.forInference(net.spec, net.kernels, net.parameters, batch.tokens());
        float[] inferred = new float[logits.length];
        forInference.infer(batch, inferred);
        assertThat(inferred).isEqualTo(logits);

        net.golden.assertMatches("out/loss", net.network.lossAndGradient(batch, 1, 1, 1));
        net.assertGradientsMatch("grad/");
        return logits;
    }
}
