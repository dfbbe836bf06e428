package io.github.mtdnn.kernels;

/**
 * A matrix of float32 in row-major order, in memory that the {@link Kernels} which gave it out
 * manage. Opaque: arithmetic and access go through these kernels. Memory is for {@link #capacity()}
 * rows; {@link #resize} chooses how many of them the next operations see, so that one allocation
 * serves batches of every size.
 */
public interface Tensor {
    /** Rows in use, at most {@link #capacity()}. */
    int rows();

    /** Columns of a row. */
    int columns();

    /** Rows there is memory for. */
    int capacity();

    /**
     * Puts the number of rows in use; contents of the rows kept stay as they are.
     *
     * @throws IllegalArgumentException unless {@code rows} is between 1 and the capacity
     */
    void resize(int rows);
}
