package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings.OptimizerSettings;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.OptimizerSpec;
import io.github.mtdnn.model.ParameterInitializer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.task.TaskType;
import java.util.List;

/**
 * What network takes the steps that are timed, whoever implements it.
 *
 * @param network with one head, for classification
 * @param parameters to begin with, in the order of {@link ParameterLayout}
 */
public record StepSpec(
        NetworkSpec network, OptimizerSpec optimizer, double learningRate, float[] parameters) {
    static final int CLASSES = 2;
    private static final double DROPOUT_PROB = 0.1;
    private static final double LEARNING_RATE = 1e-5;

    /** An encoder with random weights and a head with dropout 0.1. */
    static StepSpec of(EncoderConfig encoder, OptimizerSettings optimizer) {
        NetworkSpec network =
                new NetworkSpec(
                        encoder,
                        List.of(
                                new HeadSpec(
                                        "bench", TaskType.CLASSIFICATION, CLASSES, DROPOUT_PROB)));
        return new StepSpec(
                network,
                OptimizerSpec.of(optimizer),
                LEARNING_RATE,
                new ParameterInitializer(0.02, 1).initialize(new ParameterLayout(network)));
    }
}
