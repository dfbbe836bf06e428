package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.model.Optimizer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.model.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Our network; its training step clips the gradient, too. */
final class KernelNetwork implements StepNetwork {
    /** The first steps of a training, which differ from all others, are not measured. */
    private static final long STEPS_BEFORE = 1000;

    private final Trainer trainer;
    private final Supplier<Network> forInference;
    private final double learningRate;
    private long steps;

    /** After the last training step: its parameters keep their values. */
    private Optional<Network> inference = Optional.empty();

    /**
     * @param maxTokens of a batch
     * @param sequences of a batch
     */
    KernelNetwork(StepSpec spec, Kernels kernels, int maxTokens, int sequences) {
        ParameterLayout layout = new ParameterLayout(spec.network());
        int size = Math.toIntExact(layout.size());
        Tensor parameters = kernels.allocate(1, size);
        kernels.write(spec.parameters(), 0, parameters);
        Tensor gradients = kernels.allocate(1, size);
        Network network =
                new Network(spec.network(), kernels, parameters, gradients, maxTokens, sequences);
        Optimizer optimizer =
                new Optimizer(
                        spec.optimizer(),
                        layout,
                        kernels,
                        parameters,
                        gradients,
                        kernels.allocate(1, size),
                        kernels.allocate(1, size));
        long[] counts = optimizer.stepCounts();
        Arrays.fill(counts, STEPS_BEFORE);
        optimizer.setStepCounts(counts);
        trainer = new Trainer(network, optimizer, 1);
        forInference = () -> Network.forInference(spec.network(), kernels, parameters, maxTokens);
        learningRate = spec.learningRate();
    }

    /**
     * @throws IllegalStateException after inference
     */
    @Override
    public void train(PackedBatch batch) {
        if (inference.isPresent()) {
            throw new IllegalStateException("training goes before inference");
        }
        trainer.step(List.of(batch), steps++, learningRate);
    }

    @Override
    public void infer(PackedBatch batch, float[] logits) {
        if (inference.isEmpty()) {
            trainer.settle();
            inference = Optional.of(forInference.get());
        }
        inference.get().infer(batch, logits);
    }
}
