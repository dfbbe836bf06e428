package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.model.Optimizer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.model.Trainer;
import java.util.List;

/** Our network; its training step clips the gradient, too. */
final class KernelNetwork implements StepNetwork {
    private final Network network;
    private final Trainer trainer;
    private final double learningRate;
    private long steps;

    /**
     * @param batches for the largest of which there is memory
     */
    KernelNetwork(StepSpec spec, Kernels kernels, StepBatches batches) {
        ParameterLayout layout = new ParameterLayout(spec.network());
        int size = Math.toIntExact(layout.size());
        Tensor parameters = kernels.allocate(1, size);
        kernels.write(spec.parameters(), 0, parameters);
        Tensor gradients = kernels.allocate(1, size);
        network =
                new Network(
                        spec.network(),
                        kernels,
                        parameters,
                        gradients,
                        batches.maxTokens(),
                        batches.sequences());
        trainer =
                new Trainer(
                        network,
                        new Optimizer(
                                spec.optimizer(),
                                layout,
                                kernels,
                                parameters,
                                gradients,
                                kernels.allocate(1, size),
                                kernels.allocate(1, size)),
                        1);
        learningRate = spec.learningRate();
    }

    @Override
    public void train(PackedBatch batch) {
        trainer.step(List.of(batch), steps++, learningRate);
    }

    @Override
    public void infer(PackedBatch batch, float[] logits) {
        network.infer(batch, logits);
    }
}
