package io.github.mtdnn.kernels;

import io.github.mtdnn.kernels.Nd4jScratch.Slot;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Operations over flat tensors, block by block, so that intermediate results need little memory
 * however long the tensor is.
 */
final class Nd4jUpdates implements AutoCloseable {
    private static final int BLOCK = 1 << 20;

    private final Nd4jScratch scratch;
    private final INDArray doubles = Nd4jScratch.newVector(DataType.DOUBLE, BLOCK);

    Nd4jUpdates(Nd4jScratch scratch) {
        this.scratch = scratch;
    }

    void addScaled(float factor, Nd4jTensor source, Nd4jTensor target) {
        long size = Shapes.size(target);
        for (long start = 0; start < size; start += BLOCK) {
            long end = Math.min(size, start + BLOCK);
            INDArray scaled = scratch.vector(Slot.FIRST, end - start);
            source.slice(start, end).muli(factor, scaled);
            target.slice(start, end).addi(scaled);
        }
    }

    double sumOfSquares(Nd4jTensor tensor) {
        long size = Shapes.size(tensor);
        double sum = 0;
        for (long start = 0; start < size; start += BLOCK) {
            long end = Math.min(size, start + BLOCK);
            INDArray squares = doubles.get(NDArrayIndex.interval(0, end - start));
            squares.assign(tensor.slice(start, end));
            squares.muli(squares);
            sum += squares.sumNumber().doubleValue();
        }
        return sum;
    }

    void update(
            UpdateRule rule,
            float gradScale,
            Nd4jTensor gradient,
            Nd4jTensor firstMoment,
            Nd4jTensor secondMoment,
            Nd4jTensor parameters) {
        long size = Shapes.size(parameters);
        for (long start = 0; start < size; start += BLOCK) {
            long end = Math.min(size, start + BLOCK);
            INDArray scaled = scratch.vector(Slot.FIRST, end - start);
            INDArray work = scratch.vector(Slot.SECOND, end - start);
            INDArray grad = gradient.slice(start, end);
            grad.muli(gradScale, scaled);
            grad.assign(0);
            INDArray first = firstMoment.slice(start, end);
            INDArray second = secondMoment.slice(start, end);
            INDArray theta = parameters.slice(start, end);
            if (rule instanceof UpdateRule.AdamW adamW) {
                adamW(adamW, scaled, first, second, theta, work);
            } else if (rule instanceof UpdateRule.Adamax adamax) {
                adamax(adamax, scaled, first, second, theta, work);
            }
        }
    }

    private static void adamW(
            UpdateRule.AdamW rule,
            INDArray gradient,
            INDArray first,
            INDArray second,
            INDArray theta,
            INDArray work) {
        moment(rule.beta1(), gradient, first, work);
        gradient.muli(gradient);
        moment(rule.beta2(), gradient, second, work);
        work.assign(second);
        Transforms.sqrt(work, false).muli(rule.rootScale()).addi(rule.epsilon());
        work.rdivi(first).muli(rule.stepSize()); // stepSize · m / divisor
        theta.muli(rule.decayFactor()).subi(work);
    }

    private static void adamax(
            UpdateRule.Adamax rule,
            INDArray gradient,
            INDArray first,
            INDArray second,
            INDArray theta,
            INDArray work) {
        moment(rule.beta1(), gradient, first, work);
        Transforms.abs(gradient, false).addi(rule.epsilon());
        second.muli(rule.beta2());
        Transforms.max(second, gradient, false);
        second.addi(rule.divisorEpsilon(), work);
        work.rdivi(first).muli(rule.stepSize());
        theta.muli(rule.decayFactor());
        theta.muli(rule.decayStep(), gradient); // its contents are used up
        theta.subi(work).subi(gradient);
    }

    /** {@code moment ← beta · moment + (1 - beta) · value}. */
    private static void moment(double beta, INDArray value, INDArray moment, INDArray work) {
        value.muli(1 - beta, work);
        moment.muli(beta).addi(work);
    }

    @Override
    public void close() {
        doubles.close();
    }
}
