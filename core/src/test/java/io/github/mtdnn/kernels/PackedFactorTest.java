package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.averaging.Bfloat16;
import java.util.Random;
import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedFactorTest {
    private final ThreadTeam team = new ThreadTeam(1);
    private final PackedFactor factor = new PackedFactor(team);
    private final Random random = new Random(5);

    @AfterEach
    void free() {
        factor.free();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 64", "33, 65", "64, 20", "130, 200"})
    void holdsEachElementRoundedInItsPlaceAndZerosElsewhere(int rows, int columns) {
        CpuTensor matrix = numbers(rows, columns);
        assertPacked(factor.of(matrix), matrix, false);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "64, 2", "65, 33", "20, 64", "200, 130", "7, 31"})
    void holdsEachElementOfATransposeInItsPlace(int columns, int rows) {
        CpuTensor matrix = numbers(columns, rows);
        assertPacked(factor.ofTransposed(matrix), matrix, true);
    }

    /** A larger matrix before leaves nothing behind. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofASmallerMatrixIsPaddedWithZeros(boolean transposed) {
        factor.of(numbers(200, 200));
        factor.ofTransposed(numbers(200, 200));
        CpuTensor matrix = numbers(5, 9);
        long address = transposed ? factor.ofTransposed(matrix) : factor.of(matrix);
        assertPacked(address, matrix, transposed);
    }

    private CpuTensor numbers(int rows, int columns) {
        CpuTensor matrix = new CpuTensor(CpuMemory.allocate((long) rows * columns), rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            matrix.matrix().putFloat(i * Float.BYTES, (float) random.nextGaussian());
        }
        return matrix;
    }

    private static void assertPacked(long address, CpuTensor matrix, boolean transposed) {
        int rows = transposed ? matrix.columns() : matrix.rows();
        int columns = transposed ? matrix.rows() : matrix.columns();
        int inner = PackedFactor.padded(rows);
        int blocks = (columns + 63) / 64;
        ShortPointer packed = new ShortPointer(new Address().at(address));
        for (int row = 0; row < inner; row++) {
            for (int column = 0; column < blocks * 64; column++) {
                long pair = (long) column / 64 * inner / 2 + row / 2;
                short actual = packed.get((pair * 64 + column % 64) * 2 + row % 2);
                boolean inside = row < rows && column < columns;
                int element = transposed ? column * matrix.columns() + row : row * columns + column;
                float expected = inside ? matrix.matrix().getFloat(element * Float.BYTES) : 0;
                assertThat(actual)
                        .as("row %d, column %d", row, column)
                        .isEqualTo(Bfloat16.of(expected));
            }
        }
    }
}
