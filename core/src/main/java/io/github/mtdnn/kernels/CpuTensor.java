package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/**
 * A tensor in memory outside the heap. Vector loops reach it through byte buffers, which end at 2
 * GiB: a matrix has to be smaller; a flat tensor may be larger and is worked on in blocks, each
 * within one of its windows.
 */
final class CpuTensor implements Tensor {
    private static final int WINDOW_BITS = 28; // elements: windows of 1 GiB
    private static final long WINDOW = 1L << WINDOW_BITS;

    /** Elements that a flat operation takes at a time, at the most; divides a window. */
    private static final int MOST_BLOCK = 1 << 15;

    private static final int LEAST_BLOCK = 1 << 11;

    /** Blocks of smaller tensors are a multiple of it. */
    private static final int BLOCK_STEP = 64;

    /** With as many blocks it does not matter that the last one is smaller. */
    private static final int MANY_BLOCKS = 64;

    private final CpuMemory memory;
    private final int capacity;
    private final int columns;
    private ByteBuffer[] windows;
    private int rows;

    /** Elements of each block but the last. */
    private int block;

    CpuTensor(CpuMemory memory, int capacity, int columns) {
        this.memory = memory;
        this.capacity = capacity;
        this.columns = columns;
        resize(capacity);
        windows = new ByteBuffer[(int) ((memory.elements() + WINDOW - 1) >> WINDOW_BITS)];
        for (int i = 0; i < windows.length; i++) {
            long from = (long) i << WINDOW_BITS;
            long bytes = (memory.elements() - from) * Float.BYTES;
            windows[i] = memory.buffer(from, (int) Math.min(bytes, Integer.MAX_VALUE));
        }
    }

    /** A tensor of {@link CpuKernels}. */
    static CpuTensor of(Tensor tensor) {
        if (tensor instanceof CpuTensor own) {
            return own;
        }
        throw new IllegalArgumentException("a tensor that other kernels than cpu gave out");
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
        rows = newRows;
        block = blockLength(size());
    }

    /**
     * Small tensors have as many blocks as {@link Parts} would have, of nearly the same size, so
     * that threads end at the same time.
     */
    private static int blockLength(long size) {
        long wanted = Parts.wanted(size, MOST_BLOCK);
        if (wanted > MANY_BLOCKS) {
            return MOST_BLOCK;
        }
        long equal = (size + wanted - 1) / Math.max(1, wanted);
        return (int) Math.max(LEAST_BLOCK, (equal + BLOCK_STEP - 1) & -BLOCK_STEP);
    }

    CpuMemory memory() {
        return memory;
    }

    /** Elements in use. */
    long size() {
        return (long) rows * columns;
    }

    /** Bytes of a row. */
    int rowBytes() {
        return columns * Float.BYTES;
    }

    /** All elements in use, for a tensor below 2 GiB. */
    ByteBuffer matrix() {
        if (size() * Float.BYTES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a matrix of (%d, %d) is above 2 GiB; use a smaller batch"
                            .formatted(rows, columns));
        }
        return window(0);
    }

    /** Blocks of a flat operation. */
    int blocks() {
        return (int) ((size() + block - 1) / block);
    }

    /** Where a block begins: its first element. */
    long blockFirst(int number) {
        return (long) number * block;
    }

    /** Elements of a block. */
    int blockSize(int number) {
        return (int) Math.min(block, size() - blockFirst(number));
    }

    ByteBuffer blockBuffer(int number) {
        return window((int) (blockFirst(number) >> WINDOW_BITS));
    }

    /** Where in its buffer a block begins, in bytes. */
    int blockStart(int number) {
        return (int) (blockFirst(number) & (WINDOW - 1)) * Float.BYTES;
    }

    /** Address of an element, for BLAS. */
    long address(long element) {
        return memory.address() + element * Float.BYTES;
    }

    private ByteBuffer window(int i) {
        if (windows.length == 0) {
            throw new IllegalStateException("the kernels that gave out this tensor are closed");
        }
        return windows[i];
    }

    /** Takes away the way to memory that is about to be freed. */
    void forget() {
        windows = new ByteBuffer[0];
    }
}
