package io.github.mtdnn.jobs.bench;

import com.sun.management.ThreadMXBean;
import io.github.mtdnn.config.Settings.OptimizerSettings;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.Optimizer;
import io.github.mtdnn.model.OptimizerSpec;
import io.github.mtdnn.model.ParameterInitializer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.model.Trainer;
import io.github.mtdnn.task.TaskType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Times training steps and inference of one encoder: forward, cross-entropy, backward, clipping and
 * AdamW with dropout 0.1 everywhere BERT has it, on random weights and tokens.
 */
final class StepBench {
    /** Different batches, which are gone through in turn. */
    static final int BATCHES = 4;

    private static final int CLASSES = 2;
    private static final double LEARNING_RATE = 1e-5;

    private final EncoderConfig encoder;
    private final int batchSize;
    private final List<PackedBatch> batches = new ArrayList<>();
    private final Network network;
    private final Trainer trainer;
    private final float[] logits;
    private int next;

    /** What is done with a batch. */
    enum Pass {
        TRAINING(1),
        /** The forward pass alone: a third of the operations. */
        INFERENCE(1.0 / 3);

        private final double shareOfFlops;

        Pass(double shareOfFlops) {
            this.shareOfFlops = shareOfFlops;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was measured.
     *
     * @param seconds per step
     * @param tokens of a batch, on average
     * @param flops of a batch, on average
     * @param heapBytesPerStep allocated by the calling thread
     * @param residentBytes of the process, at the most since it began
     */
    record Result(
            Samples seconds,
            int sequences,
            double tokens,
            double flops,
            double heapBytesPerStep,
            double residentBytes) {}

    StepBench(
            EncoderConfig encoder,
            OptimizerSettings optimizer,
            int batchSize,
            Lengths lengths,
            Kernels kernels) {
        this.encoder = encoder;
        this.batchSize = batchSize;
        NetworkSpec spec =
                new NetworkSpec(
                        encoder,
                        List.of(new HeadSpec("bench", TaskType.CLASSIFICATION, CLASSES, 0.1)));
        ParameterLayout layout = new ParameterLayout(spec);
        int size = Math.toIntExact(layout.size());
        Tensor parameters = kernels.allocate(1, size);
        kernels.write(new ParameterInitializer(0.02, 1).initialize(layout), 0, parameters);
        Tensor gradients = kernels.allocate(1, size);
        int maxTokens = 0;
        for (int i = 0; i < BATCHES; i++) {
            PackedBatch batch = lengths.batch(batchSize, encoder.vocabSize(), CLASSES, i);
            batches.add(batch);
            maxTokens = Math.max(maxTokens, batch.tokens());
        }
        network = new Network(spec, kernels, parameters, gradients, maxTokens, batchSize);
        trainer =
                new Trainer(
                        network,
                        new Optimizer(
                                OptimizerSpec.of(optimizer),
                                layout,
                                kernels,
                                parameters,
                                gradients,
                                kernels.allocate(1, size),
                                kernels.allocate(1, size)),
                        1);
        logits = new float[batchSize * CLASSES];
    }

    /**
     * Times steps, after one for each batch that does not count.
     *
     * @param repeats rounded up, so that each batch comes as often as the others
     */
    Result measure(Pass pass, int repeats) {
        int rounds = (repeats + BATCHES - 1) / BATCHES * BATCHES;
        eachBatch(pass);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long heapBefore = thread.getCurrentThreadAllocatedBytes();
        Samples seconds = Samples.ofSeconds(0, rounds, () -> step(pass));
        double heap = (double) (thread.getCurrentThreadAllocatedBytes() - heapBefore) / rounds;
        return new Result(
                seconds,
                batchSize,
                tokens(),
                pass.shareOfFlops * trainingFlops(),
                heap,
                PeakMemory.residentBytes());
    }

    /** A step for each batch. */
    void eachBatch(Pass pass) {
        for (int i = 0; i < BATCHES; i++) {
            step(pass);
        }
    }

    private void step(Pass pass) {
        PackedBatch batch = batches.get(next++ % BATCHES);
        switch (pass) {
            case TRAINING -> trainer.step(List.of(batch), next, LEARNING_RATE);
            case INFERENCE -> network.infer(batch, logits);
        }
    }

    /** Tokens of a batch, on average. */
    private double tokens() {
        return batches.stream().mapToInt(PackedBatch::tokens).average().orElseThrow();
    }

    /**
     * How many times as many tokens there were if examples were padded to their batch's longest.
     */
    double padding() {
        double padded = 0;
        for (PackedBatch batch : batches) {
            int longest = 0;
            for (int b = 0; b < batch.count(); b++) {
                longest = Math.max(longest, batch.offsets()[b + 1] - batch.offsets()[b]);
            }
            padded += (double) longest * batch.count();
        }
        return padded / (BATCHES * tokens());
    }

    /**
     * Operations of the products of a training step: 72 L H² per token, and 12 L H T for attention
     * within a sequence of T tokens; additions and multiplications counted apart.
     */
    private double trainingFlops() {
        double layers = encoder.numHiddenLayers();
        double hidden = encoder.hiddenSize();
        double sum = 0;
        for (PackedBatch batch : batches) {
            sum += 72 * layers * hidden * hidden * batch.tokens();
            for (int b = 0; b < batch.count(); b++) {
                double length = batch.offsets()[b + 1] - batch.offsets()[b];
                sum += 12 * layers * length * length * hidden;
            }
        }
        return sum / batches.size();
    }
}
