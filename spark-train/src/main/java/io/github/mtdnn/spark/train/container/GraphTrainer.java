package io.github.mtdnn.spark.train.container;

import io.github.mtdnn.config.Settings.OptimizerSettings;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Nd4jMemory;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.Optimizer;
import io.github.mtdnn.model.OptimizerSpec;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.model.StepResult;
import io.github.mtdnn.model.Trainer;
import io.github.mtdnn.schedule.LearningRateSchedule;
import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains the network that a Deeplearning4j graph holds, on the graph's own vectors: parameters,
 * gradient and optimiser state are the graph's arrays, the arithmetic is the kernels'.
 */
public final class GraphTrainer implements AutoCloseable {
    private final ComputationGraph graph;
    private final Kernels kernels;
    private final Optimizer optimizer;
    private final Trainer trainer;
    private final LearningRateSchedule schedule;
    private final double learningRate;
    private final long totalSteps;

    /**
     * How long training is and how large its batches are.
     *
     * @param seed of dropout
     * @param totalSteps length of the learning-rate schedule
     * @param batchSize examples of the largest batch
     * @param maxSeqLength tokens of the longest example
     */
    public record Extent(long seed, long totalSteps, int batchSize, int maxSeqLength)
            implements Serializable {}

    /**
     * @param kernels memory of theirs is freed by {@link #close}
     */
    public GraphTrainer(
            NetworkSpec spec, OptimizerSettings settings, Kernels kernels, Extent extent) {
        this.kernels = kernels;
        graph = NetworkGraph.create(spec);
        ParameterLayout layout = new ParameterLayout(spec);
        Nd4jMemory memory = (Nd4jMemory) kernels;
        Tensor parameters = memory.wrap(graph.params());
        Tensor gradients = memory.wrap(NetworkGraph.gradients(graph));
        Tensor state = memory.wrap(NetworkGraph.state(graph));
        int length = Math.toIntExact(layout.size());
        Network network =
                new Network(
                        spec,
                        kernels,
                        parameters,
                        gradients,
                        extent.batchSize() * extent.maxSeqLength(),
                        extent.batchSize());
        optimizer =
                new Optimizer(
                        OptimizerSpec.of(settings),
                        layout,
                        kernels,
                        parameters,
                        gradients,
                        kernels.view(state, 0, 1, length),
                        kernels.view(state, length, 1, length));
        trainer = new Trainer(network, optimizer, extent.seed());
        schedule = new LearningRateSchedule(settings.schedule(), settings.warmup());
        learningRate = settings.learningRate();
        totalSteps = extent.totalSteps();
    }

    /** The graph, whose vectors are up to date after {@link #settle}. */
    public ComputationGraph graph() {
        return graph;
    }

    /** The graph's parameters, up to date. */
    public INDArray parameters() {
        settle();
        return graph.params();
    }

    /** The graph's optimiser state: first moment, then second moment; up to date. */
    public INDArray state() {
        settle();
        return NetworkGraph.state(graph);
    }

    /** Updates made so far of the shared part and of each task head. */
    public long[] stepCounts() {
        return optimizer.stepCounts();
    }

    public void setStepCounts(long[] counts) {
        optimizer.setStepCounts(counts);
    }

    /**
     * One step.
     *
     * @param stepsMade steps before this one, for the learning rate
     */
    public StepResult step(List<PackedBatch> batches, long stepsMade) {
        return trainer.step(
                batches, stepsMade, learningRate * schedule.factor(stepsMade, totalSteps));
    }

    /**
     * Brings parameters and optimiser state up to date after steps, of which some word embeddings
     * may not have taken all.
     */
    public void settle() {
        trainer.settle();
    }

    @Override
    public void close() {
        kernels.close();
        NetworkGraph.free(graph);
    }
}
