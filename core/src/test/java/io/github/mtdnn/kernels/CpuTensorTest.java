package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuTensorTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2049, 2", "54016, 8", "262144, 8", "262145, 16", "4194304, 128"})
    void isCutIntoBlocksOfNearlyOneSize(int size, int count) {
        CpuMemory memory = CpuMemory.allocate(size);
        CpuTensor tensor = new CpuTensor(memory, 1, size);
        assertThat(tensor.blocks()).isEqualTo(count);
        int next = 0;
        for (int block = 0; block < count; block++) {
            assertThat(tensor.blockFirst(block)).isEqualTo(next);
            assertThat(tensor.blockStart(block)).isEqualTo(next * Float.BYTES);
            assertThat(tensor.blockSize(block)).isBetween(1, 1 << 15);
            next += tensor.blockSize(block);
        }
        assertThat(next).isEqualTo(size);
        memory.free();
    }
}
