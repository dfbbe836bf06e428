package io.github.mtdnn.kernels;

import io.github.mtdnn.failure.EnvironmentException;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A piece of memory outside the heap, on a cache line's boundary where it is our own. Pointers go
 * to BLAS, byte buffers to vector loops.
 */
final class CpuMemory {
    private static final int CACHE_LINE = 64;

    /** Keeps the memory from being freed. */
    private final Pointer owner;

    private final long address;
    private final long elements;

    private CpuMemory(Pointer owner, long address, long elements) {
        this.owner = owner;
        this.address = address;
        this.elements = elements;
    }

    /** Zeros. Of a large piece, only the pages that are written to become resident. */
    static CpuMemory allocate(long elements) {
        try {
            Pointer pointer = new Zeros(elements * Float.BYTES + CACHE_LINE);
            long address = (pointer.address() + CACHE_LINE - 1) & -CACHE_LINE;
            return new CpuMemory(pointer, address, elements);
        } catch (OutOfMemoryError e) {
            throw new EnvironmentException(
                    ("No %,d MB of memory outside the heap (%s). Choose a smaller batch or encoder, "
                                    + "or raise -Dorg.bytedeco.javacpp.maxbytes and "
                                    + "-Dorg.bytedeco.javacpp.maxphysicalbytes.")
                            .formatted(elements * Float.BYTES >> 20, e.getMessage()),
                    e);
        }
    }

    /** Memory of someone else's. */
    static CpuMemory at(Pointer owner, long address, long elements) {
        return new CpuMemory(owner, address, elements);
    }

    CpuMemory part(long from, long length) {
        return new CpuMemory(owner, address + from * Float.BYTES, length);
    }

    long address() {
        return address;
    }

    long elements() {
        return elements;
    }

    /** Up to 2 GiB of it as a buffer in the machine's byte order. */
    ByteBuffer buffer(long from, int bytes) {
        return new Span(address + from * Float.BYTES, bytes).asByteBuffer();
    }

    void free() {
        owner.close();
    }

    /** Memory that JavaCPP counts, and frees when it is closed or forgotten. */
    private static final class Zeros extends BytePointer {
        private Zeros(long bytes) {
            super((Pointer) null);
            Pointer zeros = Pointer.calloc(bytes, 1);
            if (zeros == null) {
                throw new OutOfMemoryError("the system gives no more");
            }
            address = zeros.address();
            limit = bytes;
            capacity = bytes;
            deallocator(() -> Pointer.free(zeros));
        }
    }

    private static final class Span extends BytePointer {
        private Span(long address, int bytes) {
            super((Pointer) null);
            this.address = address;
            this.limit = bytes;
            this.capacity = bytes;
        }
    }
}
