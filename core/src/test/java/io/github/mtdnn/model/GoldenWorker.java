package io.github.mtdnn.model;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.config.Settings.IdleWords;
import io.github.mtdnn.config.Settings.OptimizerName;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.task.TaskType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** One worker of the multi-task golden files, with the optimiser that they name. */
final class GoldenWorker implements AutoCloseable {
    private static final double RATE = 1e-3;

    final GoldenNetwork net;
    final Optimizer optimizer;
    private final Tensor firstMoment;
    private final Tensor secondMoment;
    private final Trainer trainer;

    GoldenWorker(GoldenFile golden, KernelsUnderTest kernels, AbsentHeads absentHeads) {
        net =
                new GoldenNetwork(
                        golden,
                        kernels,
                        TaskType.CLASSIFICATION,
                        TaskType.REGRESSION,
                        TaskType.CLASSIFICATION);
        firstMoment = net.flat();
        secondMoment = net.flat();
        optimizer =
                new Optimizer(
                        new OptimizerSpec(
                                OptimizerName.ADAMW,
                                0.9,
                                0.999,
                                1e-6,
                                0.01,
                                1.0,
                                absentHeads,
                                IdleWords.DEFERRED),
                        net.layout,
                        net.kernels,
                        net.parameters,
                        net.gradients,
                        firstMoment,
                        secondMoment);
        trainer = new Trainer(net.network, optimizer, 1);
    }

    static Stream<Arguments> kernelsAndPolicies() {
        return Arrays.stream(KernelsUnderTest.values())
                .flatMap(
                        kernels ->
                                Arrays.stream(AbsentHeads.values())
                                        .map(policy -> Arguments.of(kernels, policy)));
    }

    /** One step on batch {@code index} of the file. */
    StepResult step(int index) {
        return trainer.step(List.of(net.trainingBatch(index)), index, RATE);
    }

    float[] parameters() {
        optimizer.settle();
        return net.read(net.parameters);
    }

    /** First moments, then second moments. */
    float[] state() {
        optimizer.settle();
        float[] first = net.read(firstMoment);
        float[] second = net.read(secondMoment);
        float[] both = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    void setParameters(float[] values) {
        net.write(values, net.parameters);
    }

    void setState(float[] values) {
        net.kernels.write(values, 0, firstMoment);
        net.kernels.write(values, values.length / 2, secondMoment);
    }

    @Override
    public void close() {
        net.close();
    }
}
