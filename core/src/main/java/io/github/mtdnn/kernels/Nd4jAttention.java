package io.github.mtdnn.kernels;

import io.github.mtdnn.kernels.Nd4jScratch.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Scaled dot-product attention: one batched product over the attention heads per sequence. */
final class Nd4jAttention {
    private final Nd4jScratch scratch;
    private final Nd4jDropout dropout;

    Nd4jAttention(Nd4jScratch scratch, Nd4jDropout dropout) {
        this.scratch = scratch;
        this.dropout = dropout;
    }

    void forward(
            Sequences sequences,
            Nd4jTensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            Nd4jTensor probabilities,
            Nd4jTensor context) {
        int hidden = context.columns();
        int width = hidden / heads;
        double scale = 1 / Math.sqrt(width);
        forEachSequence(
                sequences,
                heads,
                (first, end, start) -> {
                    INDArray query = queryKeyValue.heads(first, end, 0, heads, width);
                    INDArray key = queryKeyValue.heads(first, end, hidden, heads, width);
                    INDArray scores = square(probabilities.memory(), start, heads, end - first);
                    multiply(query, false, key, true, scale, scores); // (A, T, T)
                    Nd4j.exec(
                            DynamicCustomOp.builder("softmax")
                                    .addInputs(scores)
                                    .addOutputs(scores)
                                    .addIntegerArguments(-1)
                                    .build());
                });
        INDArray dropped = dropped(sequences, heads, prob, draws, probabilities);
        forEachSequence(
                sequences,
                heads,
                (first, end, start) -> {
                    INDArray weights = square(dropped, start, heads, end - first);
                    INDArray value = queryKeyValue.heads(first, end, 2 * hidden, heads, width);
                    multiply(
                            weights,
                            false,
                            value,
                            false,
                            1,
                            context.heads(first, end, 0, heads, width));
                });
    }

    void backward(
            Sequences sequences,
            Nd4jTensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            Nd4jTensor probabilities,
            Nd4jTensor contextGrad,
            Nd4jTensor scoresGrad,
            Nd4jTensor queryKeyValueGrad) {
        int hidden = contextGrad.columns();
        int width = hidden / heads;
        double scale = 1 / Math.sqrt(width);
        INDArray dropped = dropped(sequences, heads, prob, draws, probabilities);
        forEachSequence(
                sequences,
                heads,
                (first, end, start) -> {
                    INDArray weights = square(dropped, start, heads, end - first);
                    INDArray grad = contextGrad.heads(first, end, 0, heads, width);
                    INDArray value = queryKeyValue.heads(first, end, 2 * hidden, heads, width);
                    INDArray valueGrad =
                            queryKeyValueGrad.heads(first, end, 2 * hidden, heads, width);
                    multiply(weights, true, grad, false, 1, valueGrad);
                    INDArray weightsGrad = square(scoresGrad.memory(), start, heads, end - first);
                    multiply(grad, false, value, true, 1, weightsGrad);
                });
        if (prob > 0) {
            INDArray used = leading(scoresGrad.memory(), Kernels.attentionSize(sequences, heads));
            dropout.apply(used, prob, draws);
        }
        forEachSequence(
                sequences,
                heads,
                (first, end, start) -> {
                    int length = end - first;
                    INDArray grad = square(scoresGrad.memory(), start, heads, length);
                    softmaxBackward(
                            rows(probabilities.memory(), start, heads, length),
                            rows(scoresGrad.memory(), start, heads, length));
                    INDArray query = queryKeyValue.heads(first, end, 0, heads, width);
                    INDArray key = queryKeyValue.heads(first, end, hidden, heads, width);
                    INDArray queryGrad = queryKeyValueGrad.heads(first, end, 0, heads, width);
                    INDArray keyGrad = queryKeyValueGrad.heads(first, end, hidden, heads, width);
                    multiply(grad, false, key, false, scale, queryGrad);
                    multiply(grad, true, query, false, scale, keyGrad);
                });
    }

    /** {@code dS = P ∘ (dP - Σ dP∘P)} per row, in place. */
    private void softmaxBackward(INDArray probabilities, INDArray grad) {
        int rows = (int) grad.rows();
        int columns = (int) grad.columns();
        INDArray products = scratch.matrix(Slot.FIRST, rows, columns);
        INDArray sums = scratch.matrix(Slot.ROWS, rows, 1);
        grad.mul(probabilities, products);
        Nd4j.exec(new Sum(products, sums, true, 1));
        grad.subiColumnVector(sums).muli(probabilities);
    }

    /** P with dropout, in memory of its own where anything is dropped. */
    private INDArray dropped(
            Sequences sequences, int heads, double prob, Draws draws, Nd4jTensor probabilities) {
        if (prob == 0) {
            return probabilities.memory();
        }
        long size = Kernels.attentionSize(sequences, heads);
        INDArray dropped = scratch.vector(Slot.PROBABILITIES, size);
        dropped.assign(leading(probabilities.memory(), size));
        dropout.apply(dropped, prob, draws);
        return dropped;
    }

    private static void multiply(
            INDArray left,
            boolean transposeLeft,
            INDArray right,
            boolean transposeRight,
            double factor,
            INDArray result) {
        Nd4j.exec(
                DynamicCustomOp.builder("matmul")
                        .addInputs(left, right)
                        .addOutputs(result)
                        .addIntegerArguments(transposeLeft ? 1 : 0, transposeRight ? 1 : 0, 0)
                        .addFloatingPointArguments(factor, 0.0)
                        .build());
    }

    private static INDArray leading(INDArray memory, long size) {
        return memory.get(NDArrayIndex.interval(0, size));
    }

    /** (A, T, T). */
    private static INDArray square(INDArray memory, long start, int heads, int length) {
        long size = (long) heads * length * length;
        return memory.get(NDArrayIndex.interval(start, start + size))
                .reshape('c', heads, length, length);
    }

    /** (A·T, T). */
    private static INDArray rows(INDArray memory, long start, int heads, int length) {
        long size = (long) heads * length * length;
        return memory.get(NDArrayIndex.interval(start, start + size))
                .reshape('c', heads * length, length);
    }

    private interface SequenceWork {
        /**
         * @param first token of the sequence
         * @param end token after its last
         * @param start of its probabilities
         */
        void accept(int first, int end, long start);
    }

    private static void forEachSequence(Sequences sequences, int heads, SequenceWork work) {
        int[] offsets = sequences.offsets();
        long start = 0;
        for (int b = 0; b < sequences.count(); b++) {
            long length = offsets[b + 1] - offsets[b];
            if (length > 0) {
                work.accept(offsets[b], offsets[b + 1], start);
            }
            start += heads * length * length;
        }
    }
}
