package io.github.mtdnn.model;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DivergedException;
import java.util.BitSet;
import java.util.List;

/**
 * The training step of one worker: the gradients of its micro-batches, each weighted by one over
 * their number, are summed, clipped and applied.
 */
public final class Trainer {
    private final Network network;
    private final Optimizer optimizer;
    private final long seed;
    private final BitSet present = new BitSet();

    /**
     * @param optimizer over the parameters and gradients of the network
     * @param seed of the run, for dropout
     */
    public Trainer(Network network, Optimizer optimizer, long seed) {
        this.network = network;
        this.optimizer = optimizer;
        this.seed = seed;
    }

    /**
     * One step.
     *
     * @param microBatches at least one; each of one task, with its position in the plan
     * @param step number of the steps before this one, for messages
     * @throws DivergedException if the loss or the norm of the gradient is not a finite number; the
     *     parameters are then those of before the step
     */
    public StepResult step(List<PackedBatch> microBatches, long step, double learningRate) {
        present.clear();
        double loss = 0;
        int examples = 0;
        int tokens = 0;
        double share = 1.0 / microBatches.size();
        for (PackedBatch batch : microBatches) {
            network.requireFits(batch);
            HeadSpec head = network.spec().heads().get(batch.task());
            optimizer.prepareFor(batch, head.readsAllWords());
            double batchLoss = network.lossAndGradient(batch, seed, batch.position(), share);
            requireFinite("loss", batchLoss, batch, step, learningRate);
            present.set(batch.task());
            loss += share * batchLoss;
            examples += batch.count();
            tokens += batch.tokens();
        }
        double gradNorm = optimizer.clipAndStep(present, learningRate);
        requireFinite("norm of the gradient", gradNorm, microBatches.get(0), step, learningRate);
        return new StepResult(loss, gradNorm, learningRate, examples, tokens);
    }

    /**
     * Brings parameters and optimiser state up to date. Before, words that the last steps had none
     * of may be behind.
     */
    public void settle() {
        optimizer.settle();
    }

    private void requireFinite(
            String what, double value, PackedBatch batch, long step, double learningRate) {
        if (!Double.isFinite(value)) {
            throw new DivergedException(
                    "Training diverged: the %s is %s in step %d (task %s, learning rate %s). "
                                    .formatted(
                                            what,
                                            value,
                                            step,
                                            network.spec().heads().get(batch.task()).task(),
                                            learningRate)
                            + "Lower optimizer.learning-rate (finetune.learning-rate where that is"
                            + " set), set optimizer.max-grad-norm = 1, or raise optimizer.warmup."
                            + " With other settings refine begins anew: refine.resume = false.");
        }
    }
}
