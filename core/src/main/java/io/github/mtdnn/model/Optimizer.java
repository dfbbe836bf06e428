package io.github.mtdnn.model;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.kernels.UpdateRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Clips the gradients by their global norm and updates the parameters:
 *
 * <pre>
 *   norm = ‖g‖ over all parameters;   g ← g · min(1, max / (norm + 1e-6));   one {@link UpdateRule}
 * </pre>
 *
 * <p>Each segment (what is shared; each task head) counts its own steps t. The state is two vectors
 * as long as the parameters, which the caller owns, and these counts.
 */
public final class Optimizer {
    private final OptimizerSpec spec;
    private final Kernels kernels;
    private final Tensor gradients;
    private final List<List<Run>> runs = new ArrayList<>();
    private final long[] stepCounts;

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
        for (Segment segment : layout.segments()) {
            List<Run> segmentRuns = new ArrayList<>();
            for (Extent extent : extents(layout.blocks(segment))) {
                segmentRuns.add(
                        new Run(
                                extent.decays(),
                                extent.of(kernels, parameters),
                                extent.of(kernels, gradients),
                                extent.of(kernels, firstMoment),
                                extent.of(kernels, secondMoment)));
            }
            runs.add(segmentRuns);
        }
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
        System.arraycopy(counts, 0, stepCounts, 0, counts.length);
    }

    /**
     * One step. Afterwards the gradients are zero. Where their norm is not finite, nothing but that
     * happens.
     *
     * @param present tasks that have put gradients in
     * @return norm of the gradient before clipping
     */
    public double clipAndStep(BitSet present, double learningRate) {
        double norm = Math.sqrt(kernels.sumOfSquares(gradients));
        if (Double.isFinite(norm)) {
            double scale = spec.gradientScale(norm);
            for (int segment = 0; segment < runs.size(); segment++) {
                if (takesPart(segment, present)) {
                    update(segment, (float) scale, learningRate);
                }
            }
        }
        kernels.fill(gradients, 0);
        return norm;
    }

    private boolean takesPart(int segment, BitSet present) {
        boolean shared = segment == 0;
        return shared || spec.absentHeads() == AbsentHeads.DENSE || present.get(segment - 1);
    }

    private void update(int segment, float gradientScale, double learningRate) {
        long t = ++stepCounts[segment];
        for (Run run : runs.get(segment)) {
            kernels.update(
                    rule(learningRate, run.decays() ? spec.weightDecay() : 0, t),
                    gradientScale,
                    run.gradient(),
                    run.firstMoment(),
                    run.secondMoment(),
                    run.parameters());
        }
    }

    private UpdateRule rule(double learningRate, double weightDecay, long t) {
        double decay = learningRate * weightDecay;
        double corrected = learningRate / (1 - Math.pow(spec.beta1(), t));
        return switch (spec.name()) {
            case ADAMW ->
                    new UpdateRule.AdamW(
                            spec.beta1(),
                            spec.beta2(),
                            spec.epsilon(),
                            1 - decay,
                            corrected,
                            1 / Math.sqrt(1 - Math.pow(spec.beta2(), t)));
            case ADAMAX ->
                    new UpdateRule.Adamax(
                            spec.beta1(), spec.beta2(), spec.epsilon(), 0, 1 - decay, corrected, 0);
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

    /** A contiguous part of a segment that is updated by one call. */
    private record Run(
            boolean decays,
            Tensor parameters,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment) {}
}
