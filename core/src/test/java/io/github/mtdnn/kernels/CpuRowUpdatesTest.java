package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuRowUpdatesTest {
    private static final int ROWS = 200;
    private static final UpdateRule.AdamW RULE =
            new UpdateRule.AdamW(0.9, 0.999, 1e-6, 0.999, 0.05, 1.5);

    private final Random random = new Random(5);
    private final Kernels kernels = new CpuKernels(2, Products.blas());
    private final RowUpdates rowUpdates = kernels.rowUpdates().orElseThrow();

    /** Some rows, in no order; there are more entries than are meant. */
    private final int[] rows =
            IntStream.concat(
                            IntStream.range(0, ROWS)
                                    .filter(row -> row % 3 == 1)
                                    .map(row -> ROWS - 1 - row),
                            IntStream.of(0, 1, 2))
                    .toArray();

    private final int count = rows.length - 3;

    @AfterEach
    void close() {
        kernels.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 50, 128})
    void updatesTheRowsAsAnUpdateOfAllWould(int columns) {
        float[][] table = new float[4][];
        Tensor[] whole = new Tensor[4];
        Tensor[] some = new Tensor[4];
        for (int i = 0; i < 4; i++) {
            table[i] = numbers(columns, i == 2);
            whole[i] = tensor(table[i], columns);
            some[i] = tensor(table[i], columns);
        }
        kernels.update(RULE, 0.5f, whole[0], whole[1], whole[2], whole[3]);
        rowUpdates.updateRows(RULE, 0.5f, rows, count, some[0], some[1], some[2], some[3]);

        for (int i = 0; i < 4; i++) {
            assertRows(read(some[i]), read(whole[i]), table[i], columns);
        }
    }

    @Test
    void catchesUpEachRowWithWhatItHasMissed() {
        int columns = 50;
        IdleAdamW[] missed = {new IdleAdamW(), new IdleAdamW(), new IdleAdamW()};
        missed[1].add(RULE);
        missed[2].add(RULE);
        missed[2].add(RULE);
        int[] numbers = IntStream.range(0, ROWS).map(row -> row % 3).toArray();
        float[][] table = {
            numbers(columns, false), numbers(columns, true), numbers(columns, false)
        };
        Tensor[] tensors = new Tensor[3];
        for (int i = 0; i < 3; i++) {
            tensors[i] = tensor(table[i], columns);
        }
        rowUpdates.catchUpRows(missed, numbers, rows, count, tensors[0], tensors[1], tensors[2]);

        float[][] expected = new float[3][];
        for (int i = 0; i < 3; i++) {
            expected[i] = table[i].clone();
        }
        for (int row = 0; row < ROWS; row++) {
            for (int at = row * columns; at < (row + 1) * columns; at++) {
                float[] one = {table[0][at], table[1][at], table[2][at]};
                float[] after = caughtUp(missed[numbers[row]], one);
                for (int i = 0; i < 3; i++) {
                    expected[i][at] = after[i];
                }
            }
        }
        for (int i = 0; i < 3; i++) {
            assertRows(read(tensors[i]), expected[i], table[i], columns);
        }
    }

    /** m, v, θ of one element, which is less than a vector. */
    private float[] caughtUp(IdleAdamW missed, float[] one) {
        Tensor[] tensors = new Tensor[3];
        for (int i = 0; i < 3; i++) {
            tensors[i] = kernels.allocate(1, 1);
            kernels.write(one, i, tensors[i]);
        }
        rowUpdates.catchUpRows(
                new IdleAdamW[] {missed},
                new int[1],
                new int[1],
                1,
                tensors[0],
                tensors[1],
                tensors[2]);
        return new float[] {read(tensors[0])[0], read(tensors[1])[0], read(tensors[2])[0]};
    }

    @Test
    void sumsUpTheSquaresOfTheRows() {
        int columns = 50;
        float[] table = numbers(columns, false);
        double expected = 0;
        for (int i = 0; i < count; i++) {
            for (int column = 0; column < columns; column++) {
                double x = table[rows[i] * columns + column];
                expected += x * x;
            }
        }
        Tensor tensor = tensor(table, columns);
        assertThat(rowUpdates.sumOfSquaresOfRows(tensor, rows, count))
                .isCloseTo(expected, within(1e-10 * expected));
        assertThat(rowUpdates.sumOfSquaresOfRows(tensor, rows, 0)).isZero();

        table[rows[1] * columns] = 1e30f;
        assertThat(rowUpdates.sumOfSquaresOfRows(tensor(table, columns), rows, count))
                .isCloseTo(1e60, within(1e53));
    }

    @Test
    void refusesFewerRowsThanAreMeant() {
        Tensor table = kernels.allocate(ROWS, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rowUpdates.sumOfSquaresOfRows(table, new int[4], 5))
                .withMessage("rows has 4 entries, needed are 5");
    }

    private void assertRows(float[] actual, float[] changed, float[] before, int columns) {
        boolean[] meant = new boolean[ROWS];
        for (int i = 0; i < count; i++) {
            meant[rows[i]] = true;
        }
        for (int at = 0; at < actual.length; at++) {
            float expected = meant[at / columns] ? changed[at] : before[at];
            assertThat(actual[at]).isCloseTo(expected, within(2e-7f * Math.abs(expected)));
        }
    }

    private float[] numbers(int columns, boolean squares) {
        float[] values = new float[ROWS * columns];
        for (int i = 0; i < values.length; i++) {
            float x = (float) random.nextGaussian();
            values[i] = squares ? x * x : x;
        }
        return values;
    }

    private Tensor tensor(float[] values, int columns) {
        Tensor tensor = kernels.allocate(ROWS, columns);
        kernels.write(values, 0, tensor);
        return tensor;
    }

    private float[] read(Tensor tensor) {
        float[] values = new float[tensor.rows() * tensor.columns()];
        kernels.read(tensor, values, 0);
        return values;
    }
}
