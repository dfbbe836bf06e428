package io.github.mtdnn.model;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.config.Settings.IdleWords;
import io.github.mtdnn.config.Settings.OptimizerName;
import io.github.mtdnn.config.Settings.OptimizerSettings;
import java.io.Serializable;

/**
 * What an {@link Optimizer} does with a gradient and a learning rate.
 *
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the divisor
 * @param weightDecay of matrices; vectors have none
 * @param maxGradNorm greatest norm of the gradient over all parameters; 0: no limit
 * @param absentHeads what a step does to heads of tasks that are not in it
 * @param idleWords when word embeddings are updated that a step has no gradient of
 */
public record OptimizerSpec(
        OptimizerName name,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double maxGradNorm,
        AbsentHeads absentHeads,
        IdleWords idleWords)
        implements Serializable {

    /** The numbers of the configuration. */
    public static OptimizerSpec of(OptimizerSettings settings) {
        return new OptimizerSpec(
                settings.name(),
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                settings.weightDecay(),
                settings.maxGradNorm(),
                settings.absentHeads(),
                settings.idleWords());
    }

    /** Whether word embeddings without a gradient may wait for their updates. */
    boolean defersIdleWords() {
        return name == OptimizerName.ADAMW && idleWords == IdleWords.DEFERRED;
    }

    /**
     * Factor that brings a gradient of that norm within the limit, as the Python toolkit has it.
     */
    double gradientScale(double norm) {
        return maxGradNorm == 0 ? 1 : Math.min(1, maxGradNorm / (norm + 1e-6));
    }
}
