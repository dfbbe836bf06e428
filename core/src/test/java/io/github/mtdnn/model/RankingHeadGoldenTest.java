package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.task.TaskType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RankingHeadGoldenTest {
    private GoldenFile golden;

    @ParameterizedTest
    @EnumSource
    void ranksCandidatesWithinTheirGroups(KernelsUnderTest choice) {
        golden = choice.golden("ranking.npz");
        try (GoldenNetwork net = new GoldenNetwork(golden, choice, TaskType.RANKING)) {
            PackedBatch batch = candidates(net);
            float[] logits = new float[net.spec.heads().get(0).outputs(batch)];
            net.network.infer(batch, logits);
            golden.assertMatches("out/logits", logits);
            golden.assertMatches("out/probabilities", probabilities(logits, batch));

            golden.assertMatches("out/loss", net.network.lossAndGradient(batch, 1, 1, 1));
            net.assertGradientsMatch("grad/");
        }
    }

    /** The file repeats the place of the right candidate in each row of its group. */
    private PackedBatch candidates(GoldenNetwork net) {
        int perGroup = (int) golden.scalar("in/pairwise_size");
        double[] right = golden.doubles("in/label");
        PackedBatch all = net.batch(0, 0, right.length);
        PackedBatch batch = new PackedBatch();
        batch.clear(0);
        for (int b = 0; b < all.count(); b++) {
            if (b % perGroup == 0) {
                batch.beginGroup();
            }
            int from = all.offsets()[b];
            int length = all.offsets()[b + 1] - from;
            double label = b % perGroup == right[b] ? 1 : 0;
            batch.add(all.inputIds(), all.tokenTypeIds(), from, length, label);
        }
        assertThat(batch.groups()).isEqualTo(right.length / perGroup);
        return batch;
    }

    private static float[] probabilities(float[] logits, PackedBatch batch) {
        float[] probabilities = new float[logits.length];
        int[] offsets = batch.groupOffsets();
        for (int g = 0; g < batch.groups(); g++) {
            int first = offsets[g];
            double logSum = Softmax.logSum(logits, first, 1, offsets[g + 1] - first);
            for (int b = first; b < offsets[g + 1]; b++) {
                probabilities[b] = (float) Math.exp(logits[b] - logSum);
            }
        }
        return probabilities;
    }
}
