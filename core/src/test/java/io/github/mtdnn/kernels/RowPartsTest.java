package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowPartsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 420, 777, 4096, 30522})
    void coverEveryRowOnce(int rows) {
        RowParts parts = RowParts.of(rows);
        int next = 0;
        for (int part = 0; part < parts.count(); part++) {
            assertThat(parts.first(part)).isEqualTo(next);
            next = parts.end(part);
        }
        assertThat(next).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "64, 2", "256, 8", "420, 8", "1024, 8", "4096, 16", "30522, 120"})
    void areAsManyAsThreadsCanShareAndRowsAllow(int rows, int count) {
        assertThat(RowParts.of(rows).count()).isEqualTo(count);
    }

    @Test
    void areOfEqualSizeButForAStepAndWhatIsLeftOver() {
        RowParts parts = RowParts.of(422);
        List<Integer> sizes = new ArrayList<>();
        for (int part = 0; part < parts.count(); part++) {
            sizes.add(parts.end(part) - parts.first(part));
        }
        assertThat(sizes).containsExactly(64, 64, 48, 48, 48, 48, 48, 54);
    }

    @Test
    void areComputedInFewDifferentSizes() {
        List<Integer> sizes = new ArrayList<>();
        for (int row = 10, next; row < 10 + 16 * 5 + 7; row = next) {
            next = RowParts.next(row, 10 + 16 * 5 + 7);
            sizes.add(next - row);
        }
        assertThat(sizes).containsExactly(80, 7);
    }
}
