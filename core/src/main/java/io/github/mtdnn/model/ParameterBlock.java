package io.github.mtdnn.model;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;

/**
 * One named parameter within the flat parameter vector.
 *
 * @param name as in a published BERT checkpoint
 * @param offset index of its first number
 * @param rows rows of a matrix; 1 for a vector
 * @param columns columns of a matrix; length of a vector
 * @param decays whether weight decay applies. It applies to all matrices and to no vector (biases,
 *     LayerNorm)
 */
public record ParameterBlock(String name, long offset, int rows, int columns, boolean decays) {

    /** Its numbers in the flat vector, or in one of that length: (rows, columns). */
    Tensor of(Kernels kernels, Tensor flat) {
        return kernels.view(flat, offset, rows, columns);
    }

    /** Count of its numbers. */
    public long size() {
        return (long) rows * columns;
    }

    /** One past its last number. */
    public long end() {
        return offset + size();
    }

    /** Its shape in a checkpoint file. */
    public long[] shape() {
        return decays ? new long[] {rows, columns} : new long[] {columns};
    }
}
