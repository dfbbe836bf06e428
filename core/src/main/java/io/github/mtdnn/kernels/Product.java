package io.github.mtdnn.kernels;

/**
 * A product of row-major matrices in memory, described and then computed:
 *
 * <pre>
 *   C = factor · A B + bias   or   C += factor · A B
 * </pre>
 *
 * with A (rows, inner), B (inner, columns), bias (1, columns), all of float32 but A and B, which
 * are of the type of {@link Operand}. A stride is the elements from one row, as it lies in memory,
 * to the next. An instance belongs to one member of a team and serves one product after another;
 * nothing is allocated for a shape that was seen before.
 */
abstract class Product {
    /** The address of a bias that is none. */
    static final long NONE = 0;

    /**
     * Numbers of rows in a product are multiples of this where they can be, and so are numbers of
     * tokens over which it sums: batches have any number of them, but libraries make code for each.
     * A power of two.
     */
    static final int STEP = 16;

    /** What is to be computed, without the addresses. */
    final ProductShape shape = new ProductShape();

    long left;
    long right;
    long bias;
    long result;

    /**
     * Where a product over some rows, or over some tokens, ends: the multiple of {@link #STEP} goes
     * first, and then what is left over.
     */
    static int next(int row, int end) {
        int left = end - row;
        return row + (left < STEP ? left : left & -STEP);
    }

    /** Begins the description of {@code C = A B}. */
    final Product shape(int rows, int columns, int inner) {
        shape.rows = rows;
        shape.columns = columns;
        shape.inner = inner;
        shape.factor = 1;
        bias = NONE;
        return this;
    }

    final Product left(long address, int stride) {
        return left(address, stride, false);
    }

    /** A is the transpose of what lies in memory: (inner, rows). */
    final Product leftTransposed(long address, int stride) {
        return left(address, stride, true);
    }

    private Product left(long address, int stride, boolean transposed) {
        left = address;
        shape.leftStride = stride;
        shape.leftTransposed = transposed;
        return this;
    }

    final Product right(long address, int stride) {
        return right(address, stride, false);
    }

    /** B is the transpose of what lies in memory: (columns, inner). */
    final Product rightTransposed(long address, int stride) {
        return right(address, stride, true);
    }

    private Product right(long address, int stride, boolean transposed) {
        right = address;
        shape.rightStride = stride;
        shape.rightTransposed = transposed;
        shape.rightPacked = false;
        return this;
    }

    /** B is packed as by {@link PackedFactor}, for libraries that take it so. */
    final Product rightPacked(long address) {
        right(address, 0, false);
        shape.rightPacked = true;
        return this;
    }

    final Product factor(float factor) {
        shape.factor = factor;
        return this;
    }

    final Product bias(long address) {
        bias = address;
        return this;
    }

    /** Computes, and writes C. */
    final void into(long address, int stride) {
        into(address, stride, false);
    }

    /**
     * Computes, and writes C or adds to it.
     *
     * @param adds not together with a bias
     */
    final void into(long address, int stride, boolean adds) {
        shape.biased = bias != NONE;
        if (shape.biased && adds) {
            throw new IllegalStateException("a product with a bias is written, not added");
        }
        result = address;
        shape.resultStride = stride;
        shape.adds = adds;
        compute();
    }

    /** Computes what is described. */
    abstract void compute();

    /** Frees what it keeps. */
    abstract void free();
}
