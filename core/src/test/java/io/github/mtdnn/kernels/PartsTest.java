package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 420, 777, 4096, 30522})
    void coverTheWholeOnce(int size) {
        Parts parts = Parts.of(size, 16, 32, 256);
        int next = 0;
        for (int part = 0; part < parts.count(); part++) {
            assertThat(parts.first(part)).isEqualTo(next);
            assertThat(parts.length(part)).isLessThan(256 + 16);
            next = parts.end(part);
        }
        assertThat(next).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "64, 2", "256, 8", "420, 8", "1024, 8", "4096, 16", "30522, 120"})
    void areAsManyAsThreadsCanShareAndSizeAllows(int size, int count) {
        assertThat(Parts.of(size, 16, 32, 256).count()).isEqualTo(count);
    }

    @Test
    void areOfEqualSizeButForAStepAndWhatIsLeftOver() {
        Parts parts = Parts.of(422, 16, 32, 256);
        assertThat(IntStream.range(0, parts.count()).map(parts::length))
                .containsExactly(64, 64, 48, 48, 48, 48, 48, 54);
    }
}
