package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.golden.GoldenFile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MultiTaskGoldenTest {

    static Stream<Arguments> kernelsAndPolicies() {
        return GoldenWorker.kernelsAndPolicies();
    }

    @ParameterizedTest
    @MethodSource("kernelsAndPolicies")
    void followsTheTrajectory(KernelsUnderTest kernels, AbsentHeads absentHeads) {
        GoldenFile golden = kernels.golden("multitask.npz");
        String policy = absentHeads.name().toLowerCase(Locale.ROOT);
        int[] tasks = golden.ints("in/task");
        try (GoldenWorker worker = new GoldenWorker(golden, kernels, absentHeads)) {
            double[] losses = new double[tasks.length];
            double[] norms = new double[tasks.length];
            for (int i = 0; i < tasks.length; i++) {
                StepResult result = worker.step(i);
                losses[i] = result.loss();
                norms[i] = result.gradNorm();
            }
            golden.assertMatches("out/" + policy + "/loss", losses);
            golden.assertMatches("out/" + policy + "/grad_norm", norms);
            worker.net.assertTrainedMatch("final/" + policy + "/", worker.parameters());
            assertStepCounts(worker.optimizer.stepCounts(), tasks, absentHeads);

            List<HeadSpec> heads = worker.net.spec.heads();
            for (int task = 0; task < heads.size(); task++) {
                PackedBatch first = worker.net.trainingBatch(0);
                PackedBatch batch = new PackedBatch();
                batch.clear(task);
                for (int b = 0; b < first.count(); b++) {
                    int from = first.offsets()[b];
                    int length = first.offsets()[b + 1] - from;
                    batch.add(first.inputIds(), first.tokenTypeIds(), from, length, 0);
                }
                float[] logits = new float[batch.count() * heads.get(task).numClasses()];
                worker.net.network.infer(batch, logits);
                golden.assertMatches("out/eval_logits_" + policy + "_" + task, logits);
            }
        }
    }

    private static void assertStepCounts(long[] counts, int[] tasks, AbsentHeads absentHeads) {
        assertThat(counts[0]).isEqualTo(tasks.length);
        for (int task = 0; task < counts.length - 1; task++) {
            int own = task;
            long seen = Arrays.stream(tasks).filter(t -> t == own).count();
            assertThat(counts[1 + task])
                    .isEqualTo(absentHeads == AbsentHeads.DENSE ? tasks.length : seen);
        }
    }
}
