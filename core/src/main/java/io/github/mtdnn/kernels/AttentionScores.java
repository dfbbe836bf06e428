package io.github.mtdnn.kernels;

/**
 * The matrices (T, T) of one attention head of a group of sequences with T tokens together: scores
 * S, probabilities P, and their gradients. What counts are the blocks on the diagonal, one for each
 * sequence; whatever a product has put beside them is cleared before it goes into another. They are
 * small enough to stay in the cache of the core that works on them. Of one member of a team, for
 * one head after the other.
 */
final class AttentionScores {
    private final SequenceGroups groups;
    private final Operand operand;
    private final float[] lanes = new float[Lanes.COUNT];
    private final CpuScratch own = new CpuScratch();
    private final CpuScratch dropped = new CpuScratch();
    private final CpuScratch gradient = new CpuScratch();

    private int first;
    private int end;
    private int head;
    private int tokens;
    private int stride;

    /** Where P lies: in the batch's memory if its rows are whole vectors there. */
    private CpuTensor p;

    private int at;
    private boolean isOwn;

    /**
     * @param operand for P and its gradients, one after the other
     */
    AttentionScores(SequenceGroups groups, Operand operand) {
        this.groups = groups;
        this.operand = operand;
    }

    /**
     * Goes on to a group and a head.
     *
     * @param probabilities of the batch
     */
    void select(int group, int ofHead, CpuTensor probabilities) {
        first = groups.first(group);
        end = groups.first(group + 1);
        head = ofHead;
        tokens = groups.token(end) - groups.token(first);
        boolean alone = end - first == 1;
        stride = alone ? Lanes.padded(tokens) : Lanes.padded(tokens) + Lanes.COUNT;
        isOwn = !alone || stride > tokens;
        p = isOwn ? matrix(own) : probabilities;
        at = isOwn ? 0 : groups.start(first, head);
    }

    private CpuTensor matrix(CpuScratch scratch) {
        return scratch.ofSize((long) tokens * stride);
    }

    /** First token of the group. */
    int firstToken() {
        return groups.token(first);
    }

    /** T. */
    int tokens() {
        return tokens;
    }

    /** Elements from a row to the next. */
    int stride() {
        return stride;
    }

    /** Where S is to be put. */
    long scores() {
        return p.address(at);
    }

    /** {@code P = softmax(S)}; a copy is left with the batch's probabilities. */
    void softmax(CpuTensor probabilities) {
        for (int b = first; b < end; b++) {
            int length = groups.length(b);
            SoftmaxLoops.forward(p.matrix(), block(at, b), stride, length, length, lanes);
            if (isOwn) {
                PaddedRows.pack(
                        p.matrix(),
                        block(at, b),
                        stride,
                        probabilities.matrix(),
                        groups.start(b, head) * Float.BYTES,
                        length,
                        length);
            }
        }
    }

    /** P as it was left with the batch's probabilities. */
    void load(CpuTensor probabilities) {
        if (!isOwn) {
            return;
        }
        for (int b = first; b < end; b++) {
            int length = groups.length(b);
            PaddedRows.unpack(
                    probabilities.matrix(),
                    groups.start(b, head) * Float.BYTES,
                    p.matrix(),
                    block(at, b),
                    stride,
                    length,
                    length);
        }
    }

    /** Dropout(P) as an operand's address. */
    long weights(Dropout dropout) {
        if (!dropout.drops()) {
            return operand(p, at);
        }
        CpuTensor target = matrix(dropped);
        drop(p, at, target, dropout);
        return operand(target, 0);
    }

    /** Where the gradient of Dropout(P) is to be put. */
    long weightsGrad() {
        return matrix(gradient).address(0);
    }

    /** The gradient of S, from that of Dropout(P), as an operand's address. */
    long scoresGrad(Dropout dropout) {
        CpuTensor grad = matrix(gradient);
        if (dropout.drops()) {
            drop(grad, 0, grad, dropout);
        }
        for (int b = first; b < end; b++) {
            int length = groups.length(b);
            SoftmaxLoops.backward(
                    p.matrix(),
                    block(at, b),
                    grad.matrix(),
                    block(0, b),
                    stride,
                    length,
                    length,
                    lanes);
        }
        return operand(grad, 0);
    }

    /** Where the block of a sequence begins, in bytes. */
    private int block(int matrixAt, int sequence) {
        int place = groups.token(sequence) - groups.token(first);
        return (matrixAt + place * stride + place) * Float.BYTES;
    }

    /** What pads a row draws like what is next. */
    private void drop(CpuTensor source, int from, CpuTensor target, Dropout dropout) {
        for (int b = first; b < end; b++) {
            int length = groups.length(b);
            // rows without a gap are one row
            int rows = stride == length ? 1 : length;
            int columns = stride == length ? length * length : Lanes.padded(length);
            for (int row = 0; row < rows; row++) {
                ElementLoops.dropout(
                        source.matrix(),
                        block(from, b) + row * stride * Float.BYTES,
                        target.matrix(),
                        block(0, b) + row * stride * Float.BYTES,
                        columns,
                        groups.start(b, head) + row * length,
                        dropout);
            }
        }
    }

    /** The matrix, cleared beside its blocks, in the form of a product's factor. */
    private long operand(CpuTensor matrix, int from) {
        if (end - first > 1) {
            clearBesideBlocks(matrix, from);
        }
        return operand.of(matrix, from, (long) tokens * stride).address(from);
    }

    private void clearBesideBlocks(CpuTensor matrix, int from) {
        for (int b = first; b < end; b++) {
            int place = groups.token(b) - groups.token(first);
            int length = groups.length(b);
            PaddedRows.clearBeside(
                    matrix.matrix(),
                    (from + place * stride) * Float.BYTES,
                    stride,
                    length,
                    tokens,
                    place,
                    length);
        }
    }

    void free() {
        operand.free();
        own.free();
        dropped.free();
        gradient.free();
    }
}
