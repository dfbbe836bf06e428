package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.EnvironmentException;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class CpuMemoryTest {
    @Test
    void givesZerosOnACacheLine() {
        CpuMemory memory = CpuMemory.allocate(1001);
        ByteBuffer buffer = memory.buffer(0, 1001 * Float.BYTES);
        for (int i = 0; i < 1001; i++) {
            assertThat(buffer.getInt(i * Float.BYTES)).isZero();
        }
        assertThat(memory.address() % 64).isZero();
        assertThat(memory.part(16, 3).address()).isEqualTo(memory.address() + 64);
        memory.free();
    }

    /**
     * JavaCPP keeps to its limit, maxbytes, only of what it counts. What other tests have left may
     * be freed meanwhile, but is smaller.
     */
    @Test
    void isCountedUntilItIsFreed() {
        long bytes = 256L << 20;
        long before = Pointer.totalBytes();
        CpuMemory memory = CpuMemory.allocate(bytes / Float.BYTES);
        long with = Pointer.totalBytes();
        memory.free();
        long after = Pointer.totalBytes();

        assertThat(with - before).isBetween(bytes / 2, 2 * bytes);
        assertThat(with - after).isBetween(bytes / 2, 2 * bytes);
    }

    @Test
    void saysWhenThereIsNoMore() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> CpuMemory.allocate(1L << 60))
                .withMessageContaining("MB of memory outside the heap");
    }
}
