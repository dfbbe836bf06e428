package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilesTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 30522", "4096, 128", "1024, 3072", "777, 1001", "130, 65"})
    void coverEveryElementOnce(int rows, int columns) {
        Tiles tiles = Tiles.of(rows, columns, 64, 128);
        int[] covered = new int[rows * columns];
        for (int tile = 0; tile < tiles.count(); tile++) {
            for (int r = 0; r < tiles.rowsOf(tile); r++) {
                for (int c = 0; c < tiles.columnsOf(tile); c++) {
                    covered[(tiles.firstRow(tile) + r) * columns + tiles.firstColumn(tile) + c]++;
                }
            }
        }
        assertThat(covered).containsOnly(1);
    }

    @ParameterizedTest
    @CsvSource({"4096, 128, 8", "1024, 768, 8", "100, 100, 1", "128, 512, 8"})
    void areAsManyAsSharingNeedsAndSizesAllow(int rows, int columns, int count) {
        assertThat(Tiles.of(rows, columns, 64, 128).count()).isEqualTo(count);
    }
}
