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
    private final Product[] products;
    private final Operand queryKeyValues;
    private final Operand contextGrads;

    /** P or gradients of it, a matrix for each member of the team. */
    private final Operand[] probabilityOperands;

    private final float[][] lanes;

    /** P with dropout, a matrix for each member of the team. */
    private final CpuScratch[] dropped;

    /** Gradients of P, a matrix for each member of the team. */
    private final CpuScratch[] grads;

    /** Where the probabilities of a sequence begin, in elements. */
    private int[] starts = new int[0];

    CpuAttention(ThreadTeam team, Products library) {
        this.team = team;
        products = library.productsOf(team);
        queryKeyValues = library.operand(team);
        contextGrads = library.operand(team);
        probabilityOperands = library.operandsOf(team);
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
        int stride = 3 * hidden;
        int width = hidden / heads;
        float scale = (float) (1 / Math.sqrt(width));
        Dropout dropout = Dropout.of(prob, draws);
        Operand qkv = queryKeyValues.of(queryKeyValue);
        ByteBuffer all = probabilities.matrix();
        team.run(
                sequences.count() * heads,
                (block, member) -> {
                    int sequence = block / heads;
                    int head = block % heads;
                    int length = offsets[sequence + 1] - offsets[sequence];
                    int size = length * length;
                    int start = starts[sequence] + head * size;
                    long place = (long) offsets[sequence] * hidden + (long) head * width;
                    long query = (long) offsets[sequence] * stride + (long) head * width;
                    long key = query + hidden;
                    long value = key + hidden;
                    Product product = products[member];
                    // S = Q Kᵀ / √(D/A): (T, T)
                    product.shape(length, length, width)
                            .factor(scale)
                            .left(qkv.address(query), stride)
                            .rightTransposed(qkv.address(key), stride)
                            .into(probabilities.address(start), length);
                    SoftmaxLoops.forward(all, start * Float.BYTES, length, lanes[member]);
                    // C = Dropout(P) V: (T, D/A)
                    product.shape(length, width, length)
                            .left(weights(probabilities, start, size, dropout, member), length)
                            .right(qkv.address(value), stride)
                            .into(context.address(place), hidden);
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
        Operand qkv = queryKeyValues.of(queryKeyValue);
        Operand dContext = contextGrads.of(contextGrad);
        ByteBuffer all = probabilities.matrix();
        team.run(
                sequences.count() * heads,
                (block, member) -> {
                    int sequence = block / heads;
                    int head = block % heads;
                    int length = offsets[sequence + 1] - offsets[sequence];
                    int size = length * length;
                    int start = starts[sequence] + head * size;
                    long place = (long) offsets[sequence] * hidden + (long) head * width;
                    long query = (long) offsets[sequence] * stride + (long) head * width;
                    long key = query + hidden;
                    long value = key + hidden;
                    CpuTensor grad = grads[member].ofSize(size);
                    ByteBuffer scores = grad.matrix();
                    Product product = products[member];
                    // dV = Dropout(P)ᵀ dC
                    product.shape(length, width, length)
                            .leftTransposed(
                                    weights(probabilities, start, size, dropout, member), length)
                            .right(dContext.address(place), hidden)
                            .into(queryKeyValueGrad.address(value), stride);
                    // dP = Dropout(dC Vᵀ)
                    product.shape(length, length, width)
                            .left(dContext.address(place), hidden)
                            .rightTransposed(qkv.address(value), stride)
                            .into(grad.address(0), length);
                    if (prob > 0) {
                        ElementLoops.dropout(scores, 0, scores, 0, size, start, dropout);
                    }
                    SoftmaxLoops.backward(
                            all, start * Float.BYTES, scores, 0, length, lanes[member]);
                    Operand dScores = probabilityOperands[member].of(grad, 0, size);
                    // dQ = dS K / √(D/A)
                    product.shape(length, width, length)
                            .factor(scale)
                            .left(dScores.address(0), length)
                            .right(qkv.address(key), stride)
                            .into(queryKeyValueGrad.address(query), stride);
                    // dK = dSᵀ Q / √(D/A)
                    product.shape(length, width, length)
                            .factor(scale)
                            .leftTransposed(dScores.address(0), length)
                            .right(qkv.address(query), stride)
                            .into(queryKeyValueGrad.address(key), stride);
                });
    }

    /** Dropout(P) of one attention head of a sequence, as an operand's address. */
    private long weights(
            CpuTensor probabilities, int start, int size, Dropout dropout, int member) {
        Operand operand = probabilityOperands[member];
        if (dropout.drops()) {
            CpuTensor target = dropped[member].ofSize(size);
            ElementLoops.dropout(
                    probabilities.matrix(),
                    start * Float.BYTES,
                    target.matrix(),
                    0,
                    size,
                    start,
                    dropout);
            return operand.of(target, 0, size).address(0);
        }
        return operand.of(probabilities, start, size).address(start);
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
        Arrays.stream(products).forEach(Product::free);
        queryKeyValues.free();
        contextGrads.free();
        Arrays.stream(probabilityOperands).forEach(Operand::free);
        Arrays.stream(dropped).forEach(CpuScratch::free);
        Arrays.stream(grads).forEach(CpuScratch::free);
    }
}
