package io.github.mtdnn.kernels;

/**
 * A tensor in the form in which a {@link Product} takes it: as it is, or as a copy in another type,
 * made when it is asked for and good until the next is.
 */
abstract class Operand {

    /** The tensor as it is now. */
    final Operand of(CpuTensor tensor) {
        return of(tensor, 0, tensor.size());
    }

    /** Some of its elements as they are now. */
    abstract Operand of(CpuTensor tensor, long from, long count);

    /** Where an element lies, counted from the first of the tensor. */
    abstract long address(long element);

    /** Frees what it keeps. */
    abstract void free();
}
