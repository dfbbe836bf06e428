package io.github.mtdnn.kernels;

/** The tensor itself. */
final class FloatOperand extends Operand {
    private long start;

    @Override
    Operand of(CpuTensor tensor, long from, long count) {
        start = tensor.address(0);
        return this;
    }

    @Override
    long address(long element) {
        return start + element * Float.BYTES;
    }

    @Override
    void free() {}
}
