package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Scaled dot-product attention. A block of work is one attention head of one sequence; its
 * matrices, (T, T), are small enough to stay in the cache of the core that works on them.
 */
final class CpuAttention {
    private final ThreadTeam team;
    private final Blas[] blas;
    private final float[][] lanes;

    /** P with dropout, a matrix for each member of the team. */
    private final CpuScratch[] dropped;

    /** Gradients of P, a matrix for each member of the team. */
    private final CpuScratch[] grads;

    /** Where the probabilities of a sequence begin, in elements. */
    private int[] starts = new int[0];

    CpuAttention(ThreadTeam team, Blas[] blas) {
        this.team = team;
        this.blas = blas;
        lanes = Lanes.forEach(team.members());
        dropped = scratches(team.members());
        grads = scratches(team.members());
    }

    private static CpuScratch[] scratches(int count) {
        return Stream.generate(CpuScratch::new).limit(count).toArray(CpuScratch[]::new);
    }

    void forward(
            Sequences sequences,
            CpuTensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            CpuTensor probabilities,
            CpuTensor context) {
        layOut(sequences, heads);
        int[] offsets = sequences.offsets();
        int hidden = context.columns();
        int width = hidden / heads;
        float scale = (float) (1 / Math.sqrt(width));
        Dropout dropout = Dropout.of(prob, draws);
        ByteBuffer all = probabilities.matrix();
        team.run(
                sequences.count() * heads,
                (block, member) -> {
                    int sequence = block / heads;
                    int head = block % heads;
                    int length = offsets[sequence + 1] - offsets[sequence];
                    int size = length * length;
                    int start = starts[sequence] + head * size;
                    long query = (long) offsets[sequence] * 3 * hidden + (long) head * width;
                    Blas product = blas[member];
                    product.multiply(
                            length,
                            length,
                            width,
                            scale,
                            queryKeyValue.address(query),
                            3 * hidden,
                            false,
                            queryKeyValue.address(query + hidden),
                            3 * hidden,
                            true,
                            0,
                            probabilities.address(start),
                            length); // scores: (T, T)
                    SoftmaxLoops.forward(all, start * Float.BYTES, length, lanes[member]);
                    long weights = probabilities.address(start);
                    if (prob > 0) {
                        weights = drop(all, start, size, dropout, member);
                    }
                    product.multiply(
                            length,
                            width,
                            length,
                            1,
                            weights,
                            length,
                            false,
                            queryKeyValue.address(query + 2L * hidden),
                            3 * hidden,
                            false,
                            0,
                            context.address(
                                    (long) offsets[sequence] * hidden + (long) head * width),
                            hidden); // (T, D/A)
                });
    }

    void backward(
            Sequences sequences,
            CpuTensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            CpuTensor probabilities,
            CpuTensor contextGrad,
            CpuTensor queryKeyValueGrad) {
        layOut(sequences, heads);
        int[] offsets = sequences.offsets();
        int hidden = contextGrad.columns();
        int width = hidden / heads;
        int stride = 3 * hidden;
        float scale = (float) (1 / Math.sqrt(width));
        Dropout dropout = Dropout.of(prob, draws);
        ByteBuffer all = probabilities.matrix();
        team.run(
                sequences.count() * heads,
                (block, member) -> {
                    int sequence = block / heads;
                    int head = block % heads;
                    int length = offsets[sequence + 1] - offsets[sequence];
                    int size = length * length;
                    int start = starts[sequence] + head * size;
                    long query = (long) offsets[sequence] * stride + (long) head * width;
                    long key = query + hidden;
                    long value = key + hidden;
                    long dContext =
                            contextGrad.address(
                                    (long) offsets[sequence] * hidden + (long) head * width);
                    CpuTensor grad = grads[member].ofSize(size);
                    ByteBuffer scores = grad.matrix();
                    Blas product = blas[member];

                    long weights = probabilities.address(start);
                    if (prob > 0) {
                        weights = drop(all, start, size, dropout, member);
                    }
                    // dV = Dropout(P)ᵀ dC
                    product.multiply(
                            length,
                            width,
                            length,
                            1,
                            weights,
                            length,
                            true,
                            dContext,
                            hidden,
                            false,
                            0,
                            queryKeyValueGrad.address(value),
                            stride);
                    // dP = Dropout(dC Vᵀ)
                    product.multiply(
                            length,
                            length,
                            width,
                            1,
                            dContext,
                            hidden,
                            false,
                            queryKeyValue.address(value),
                            stride,
                            true,
                            0,
                            grad.address(0),
                            length);
                    if (prob > 0) {
                        ElementLoops.dropout(scores, 0, scores, 0, size, start, dropout);
                    }
                    SoftmaxLoops.backward(
                            all, start * Float.BYTES, scores, 0, length, lanes[member]);
                    // dQ = dS K / √(D/A)
                    product.multiply(
                            length,
                            width,
                            length,
                            scale,
                            grad.address(0),
                            length,
                            false,
                            queryKeyValue.address(key),
                            stride,
                            false,
                            0,
                            queryKeyValueGrad.address(query),
                            stride);
                    // dK = dSᵀ Q / √(D/A)
                    product.multiply(
                            length,
                            width,
                            length,
                            scale,
                            grad.address(0),
                            length,
                            true,
                            queryKeyValue.address(query),
                            stride,
                            false,
                            0,
                            queryKeyValueGrad.address(key),
                            stride);
                });
    }

    /** Puts Dropout(P) into the member's scratch; the address. */
    private long drop(ByteBuffer all, int start, int size, Dropout dropout, int member) {
        CpuTensor target = dropped[member].ofSize(size);
        ElementLoops.dropout(all, start * Float.BYTES, target.matrix(), 0, size, start, dropout);
        return target.address(0);
    }

    private void layOut(Sequences sequences, int heads) {
        int count = sequences.count();
        if (starts.length < count) {
            starts = new int[count];
        }
        int[] offsets = sequences.offsets();
        int start = 0;
        for (int b = 0; b < count; b++) {
            starts[b] = start;
            int length = offsets[b + 1] - offsets[b];
            start += heads * length * length;
        }
    }

    void free() {
        Arrays.stream(dropped).forEach(CpuScratch::free);
        Arrays.stream(grads).forEach(CpuScratch::free);
    }
}
