package io.github.mtdnn.model;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.RowUpdates;
import io.github.mtdnn.kernels.Sequences;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.kernels.UpdateRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Clips the gradients by their global norm and updates the parameters:
 *
 * <pre>
 *   norm = ‖g‖ over all parameters;   g ← g · min(1, max / (norm + 1e-6));   one {@link UpdateRule}
 * </pre>
 *
 * <p>Each segment (what is shared; each task head) counts its own steps t. The state is two vectors
 * as long as the parameters, which the caller owns, and these counts.
 *
 * <p>Word embeddings that a step has no gradient of may wait for their updates, see {@link
 * WordUpdates}: those of a batch are brought up to date by {@link #prepareFor}, all by {@link
 * #settle}.
 */
public final class Optimizer {
    private final OptimizerSpec spec;
    private final Kernels kernels;
    private final Tensor gradients;
    private final List<List<Run>> runs = new ArrayList<>();
    private final long[] stepCounts;

    /** Those of word embeddings, where these are not part of a run. */
    private final Optional<WordUpdates> words;

    /** Gradients of all parameters but these. */
    private final List<Tensor> gradientsBesideWords = new ArrayList<>();

    /**
     * @param parameters flat vector in the order of the layout
     * @param gradients flat, as the others below
     * @param firstMoment m
     * @param secondMoment v (Adam) or u (Adamax)
     */
    public Optimizer(
            OptimizerSpec spec,
            ParameterLayout layout,
            Kernels kernels,
            Tensor parameters,
            Tensor gradients,
            Tensor firstMoment,
            Tensor secondMoment) {
        this.spec = spec;
        this.kernels = kernels;
        this.gradients = gradients;
        Vectors vectors = new Vectors(kernels, parameters, gradients, firstMoment, secondMoment);
        Optional<ParameterBlock> table = layout.find(ParameterNames.WORD_EMBEDDINGS);
        Optional<RowUpdates> rows =
                spec.defersIdleWords() ? kernels.rowUpdates() : Optional.empty();
        this.words = table.flatMap(block -> rows.map(some -> vectors.words(block, some)));
        for (Segment segment : layout.segments()) {
            List<ParameterBlock> blocks = new ArrayList<>(layout.blocks(segment));
            words.ifPresent(own -> blocks.remove(table.get()));
            runs.add(extents(blocks).stream().map(vectors::run).toList());
        }
        runs.forEach(segment -> segment.forEach(run -> gradientsBesideWords.add(run.gradient())));
        this.stepCounts = new long[runs.size()];
    }

    /** Numbers of optimiser state: first and second moment of every parameter. */
    public static long stateSize(ParameterLayout layout) {
        return 2 * layout.size();
    }

    /** Steps made by the shared segment, then by the head of each task. */
    public long[] stepCounts() {
        return stepCounts.clone();
    }

    /** Puts the steps made, for example from a checkpoint. */
    public void setStepCounts(long[] counts) {
        if (counts.length != stepCounts.length) {
            throw new IllegalArgumentException(
                    "%d step counts for %d segments".formatted(counts.length, stepCounts.length));
        }
        settle();
        System.arraycopy(counts, 0, stepCounts, 0, counts.length);
    }

    /**
     * Brings the parameters up to date that a forward pass over a batch of the next step reads.
     *
     * @param readsAllWords whether the pass reads all word embeddings
     */
    void prepareFor(Sequences batch, boolean readsAllWords) {
        words.ifPresent(own -> own.prepareFor(batch, readsAllWords));
    }

    /** Brings all parameters and the state up to date. */
    public void settle() {
        words.ifPresent(WordUpdates::settle);
    }

    /**
     * One step. Afterwards the gradients are zero. Where their norm is not finite, nothing but that
     * happens.
     *
     * @param present tasks that have put gradients in
     * @return norm of the gradient before clipping
     */
    public double clipAndStep(BitSet present, double learningRate) {
        boolean wordsIdle =
                words.isPresent() && words.get().updatesUsedRowsOnly(nextWordRule(learningRate));
        double norm = Math.sqrt(wordsIdle ? sumOfSquaresOfUsed() : kernels.sumOfSquares(gradients));
        if (Double.isFinite(norm)) {
            float scale = (float) spec.gradientScale(norm);
            words.ifPresent(own -> own.update(nextWordRule(learningRate), scale));
            for (int segment = 0; segment < runs.size(); segment++) {
                if (takesPart(segment, present)) {
                    update(segment, scale, learningRate);
                } else {
                    runs.get(segment).forEach(run -> kernels.fill(run.gradient(), 0));
                }
            }
        } else {
            kernels.fill(gradients, 0);
        }
        words.ifPresent(WordUpdates::endStep);
        return norm;
    }

    private UpdateRule.AdamW nextWordRule(double learningRate) {
        return adamW(learningRate, spec.weightDecay(), stepCounts[0] + 1);
    }

    private double sumOfSquaresOfUsed() {
        double sum = words.orElseThrow().sumOfSquares();
        for (Tensor gradient : gradientsBesideWords) {
            sum += kernels.sumOfSquares(gradient);
        }
        return sum;
    }

    private boolean takesPart(int segment, BitSet present) {
        boolean shared = segment == 0;
        return shared || spec.absentHeads() == AbsentHeads.DENSE || present.get(segment - 1);
    }

    private void update(int segment, float gradientScale, double learningRate) {
        long t = ++stepCounts[segment];
        for (Run run : runs.get(segment)) {
            run.update(
                    kernels,
                    rule(learningRate, run.decays() ? spec.weightDecay() : 0, t),
                    gradientScale);
        }
    }

    private UpdateRule rule(double learningRate, double weightDecay, long t) {
        double decay = learningRate * weightDecay;
        return switch (spec.name()) {
            case ADAMW -> adamW(learningRate, weightDecay, t);
            case ADAMAX ->
                    new UpdateRule.Adamax(
                            spec.beta1(),
                            spec.beta2(),
                            spec.epsilon(),
                            0,
                            1 - decay,
                            corrected(learningRate, t),
                            0);
            case ADAMAX_CLASSIC ->
                    new UpdateRule.Adamax(
                            spec.beta1(),
                            spec.beta2(),
                            spec.epsilon(),
                            spec.epsilon(),
                            1,
                            learningRate,
                            decay);
        };
    }

    private UpdateRule.AdamW adamW(double learningRate, double weightDecay, long t) {
        return new UpdateRule.AdamW(
                spec.beta1(),
                spec.beta2(),
                spec.epsilon(),
                1 - learningRate * weightDecay,
                corrected(learningRate, t),
                1 / Math.sqrt(1 - Math.pow(spec.beta2(), t)));
    }

    /** Step size for a first moment that has not yet seen many gradients. */
    private double corrected(double learningRate, long t) {
        return learningRate / (1 - Math.pow(spec.beta1(), t));
    }

    /** Neighbouring blocks of one kind of decay, merged. */
    private static List<Extent> extents(List<ParameterBlock> blocks) {
        List<Extent> extents = new ArrayList<>();
        for (ParameterBlock block : blocks) {
            int last = extents.size() - 1;
            if (last >= 0 && extents.get(last).decays() == block.decays()) {
                extents.set(last, extents.get(last).until(block.end()));
            } else {
                extents.add(new Extent(block.decays(), block.offset(), block.size()));
            }
        }
        return extents;
    }

    private record Extent(boolean decays, long offset, long length) {
        Extent until(long end) {
            return new Extent(decays, offset, end - offset);
        }

        Tensor of(Kernels kernels, Tensor flat) {
            return kernels.view(flat, offset, 1, Math.toIntExact(length));
        }
    }

    /** The flat vectors that a step works on. */
    private record Vectors(
            Kernels kernels,
            Tensor parameters,
            Tensor gradients,
            Tensor firstMoment,
            Tensor secondMoment) {
        Run run(Extent extent) {
            return new Run(
                    extent.decays(),
                    extent.of(kernels, parameters),
                    extent.of(kernels, gradients),
                    extent.of(kernels, firstMoment),
                    extent.of(kernels, secondMoment));
        }

        WordUpdates words(ParameterBlock table, RowUpdates rows) {
            return new WordUpdates(
                    kernels,
                    rows,
                    table.of(kernels, parameters),
                    table.of(kernels, gradients),
                    table.of(kernels, firstMoment),
                    table.of(kernels, secondMoment));
        }
    }

    /** A contiguous part of a segment that is updated by one call. */
    private record Run(
            boolean decays,
            Tensor parameters,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment) {
        void update(Kernels kernels, UpdateRule rule, float gradientScale) {
            kernels.update(rule, gradientScale, gradient, firstMoment, secondMoment, parameters);
        }
    }
}
