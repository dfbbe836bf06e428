package io.github.mtdnn.kernels;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A tensor over consecutive memory of an ND4J array. The shapes in which operations see it are
 * views, made anew only where the number of rows changes.
 */
final class Nd4jTensor implements Tensor {
    private final INDArray memory;
    private final int capacity;
    private final int columns;
    private int rows;
    private INDArray vector;
    private INDArray matrix;
    private INDArray transposed;

    /**
     * @param memory (capacity · columns)
     */
    Nd4jTensor(INDArray memory, int capacity, int columns) {
        this.memory = memory;
        this.capacity = capacity;
        this.columns = columns;
        show(capacity);
    }

    /** The array behind a tensor of {@link Nd4jKernels}. */
    static Nd4jTensor of(Tensor tensor) {
        if (tensor instanceof Nd4jTensor own) {
            return own;
        }
        throw new IllegalArgumentException("a tensor that other kernels than nd4j gave out");
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void resize(int newRows) {
        Shapes.requireResize(newRows, capacity);
        if (newRows != rows) {
            show(newRows);
        }
    }

    private void show(int newRows) {
        rows = newRows;
        vector = slice(0, (long) rows * columns);
        matrix = vector.reshape('c', rows, columns);
        transposed = matrix.transpose();
    }

    /** All memory, whatever the number of rows in use: (capacity · columns). */
    INDArray memory() {
        return memory;
    }

    /** (rows · columns). */
    INDArray vector() {
        return vector;
    }

    /** (rows, columns) in c order. */
    INDArray matrix() {
        return matrix;
    }

    /** (columns, rows) in f order, which is what BLAS calls want. */
    INDArray transposed() {
        return transposed;
    }

    /** Elements {@code from} to {@code to} of the memory. */
    INDArray slice(long from, long to) {
        return memory.get(NDArrayIndex.interval(from, to));
    }

    /** (rows, heads, width) → (heads, rows, width) of some rows and columns, a strided view. */
    INDArray heads(int firstRow, int endRow, int firstColumn, int heads, int width) {
        return matrix.get(
                        NDArrayIndex.interval(firstRow, endRow),
                        NDArrayIndex.interval(firstColumn, firstColumn + heads * width))
                .reshape('c', endRow - firstRow, heads, width)
                .permute(1, 0, 2);
    }
}
