package io.github.mtdnn.kernels;

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

    /** P with padded rows, a matrix for each member of the team. */
    private final CpuScratch[] padding;

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
        padding = scratches(team.members());
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
        team.run(
                sequences.count() * heads,
                (block, member) -> {
                    int sequence = block / heads;
                    int head = block % heads;
                    int length = offsets[sequence + 1] - offsets[sequence];
                    int padded = Lanes.padded(length);
                    int start = starts[sequence] + head * length * length;
                    long place = (long) offsets[sequence] * hidden + (long) head * width;
                    long query = (long) offsets[sequence] * stride + (long) head * width;
                    long key = query + hidden;
                    long value = key + hidden;
                    CpuTensor p = padded == length ? probabilities : padded(length, member);
                    int at = padded == length ? start : 0;
                    Product product = products[member];
                    // S = Q Kᵀ / √(D/A): (T, T)
                    product.shape(length, length, width)
                            .factor(scale)
                            .left(qkv.address(query), stride)
                            .rightTransposed(qkv.address(key), stride)
                            .into(p.address(at), padded);
                    SoftmaxLoops.forward(
                            p.matrix(), at * Float.BYTES, length, length, lanes[member]);
                    if (padded > length) {
                        PaddedRows.pack(
                                p.matrix(),
                                0,
                                probabilities.matrix(),
                                start * Float.BYTES,
                                length,
                                length);
                    }
                    // C = Dropout(P) V: (T, D/A)
                    product.shape(length, width, length)
                            .left(weights(p, at, length, start, dropout, member), padded)
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
        team.run(
                sequences.count() * heads,
                (block, member) -> {
                    int sequence = block / heads;
                    int head = block % heads;
                    int length = offsets[sequence + 1] - offsets[sequence];
                    int padded = Lanes.padded(length);
                    int start = starts[sequence] + head * length * length;
                    long place = (long) offsets[sequence] * hidden + (long) head * width;
                    long query = (long) offsets[sequence] * stride + (long) head * width;
                    long key = query + hidden;
                    long value = key + hidden;
                    CpuTensor p = padded == length ? probabilities : padded(length, member);
                    int at = padded == length ? start : 0;
                    if (padded > length) {
                        PaddedRows.unpack(
                                probabilities.matrix(),
                                start * Float.BYTES,
                                p.matrix(),
                                0,
                                length,
                                length);
                    }
                    CpuTensor grad = grads[member].ofSize((long) length * padded);
                    Product product = products[member];
                    // dV = Dropout(P)ᵀ dC
                    product.shape(length, width, length)
                            .leftTransposed(weights(p, at, length, start, dropout, member), padded)
                            .right(dContext.address(place), hidden)
                            .into(queryKeyValueGrad.address(value), stride);
                    // dP = Dropout(dC Vᵀ)
                    product.shape(length, length, width)
                            .left(dContext.address(place), hidden)
                            .rightTransposed(qkv.address(value), stride)
                            .into(grad.address(0), padded);
                    if (dropout.drops()) {
                        dropRows(grad, 0, grad, length, start, dropout);
                    }
                    SoftmaxLoops.backward(
                            p.matrix(),
                            at * Float.BYTES,
                            grad.matrix(),
                            0,
                            length,
                            length,
                            lanes[member]);
                    Operand dScores =
                            probabilityOperands[member].of(grad, 0, (long) length * padded);
                    // dQ = dS K / √(D/A)
                    product.shape(length, width, length)
                            .factor(scale)
                            .left(dScores.address(0), padded)
                            .right(qkv.address(key), stride)
                            .into(queryKeyValueGrad.address(query), stride);
                    // dK = dSᵀ Q / √(D/A)
                    product.shape(length, width, length)
                            .factor(scale)
                            .leftTransposed(dScores.address(0), padded)
                            .right(qkv.address(query), stride)
                            .into(queryKeyValueGrad.address(key), stride);
                });
    }

    /** Memory for a matrix of padded rows, (T, T). */
    private CpuTensor padded(int length, int member) {
        return padding[member].ofSize((long) length * Lanes.padded(length));
    }

    /**
     * Dropout(P) of one attention head of a sequence, as an operand's address.
     *
     * @param p P with padded rows, from element {@code at} on
     * @param start index of its first element's draw
     */
    private long weights(CpuTensor p, int at, int length, int start, Dropout dropout, int member) {
        long size = (long) length * Lanes.padded(length);
        Operand operand = probabilityOperands[member];
        if (dropout.drops()) {
            CpuTensor target = dropped[member].ofSize(size);
            dropRows(p, at, target, length, start, dropout);
            return operand.of(target, 0, size).address(0);
        }
        return operand.of(p, at, size).address(at);
    }

    /** Dropout of a matrix of padded rows, (T, T); what pads them draws like what is next. */
    private static void dropRows(
            CpuTensor source, int from, CpuTensor target, int length, int start, Dropout dropout) {
        int padded = Lanes.padded(length);
        // rows without padding are one row
        int rows = padded == length ? 1 : length;
        int count = padded == length ? length * length : padded;
        for (int row = 0; row < rows; row++) {
            ElementLoops.dropout(
                    source.matrix(),
                    (from + row * padded) * Float.BYTES,
                    target.matrix(),
                    row * padded * Float.BYTES,
                    count,
                    start + row * length,
                    dropout);
        }
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
        Arrays.stream(padding).forEach(CpuScratch::free);
        Arrays.stream(dropped).forEach(CpuScratch::free);
        Arrays.stream(grads).forEach(CpuScratch::free);
    }
}
