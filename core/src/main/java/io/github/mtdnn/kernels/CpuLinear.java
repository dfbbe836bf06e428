package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/** Products with weights, tile by tile of the result. */
final class CpuLinear {
    /** Columns whose sums are one block of work. */
    private static final int SUM_COLUMNS = 64;

    /** Rows summed up before the sum joins the others, so that rounding errors stay small. */
    private static final int SUM_ROWS = 64;

    private final ThreadTeam team;
    private final Blas[] blas;

    CpuLinear(ThreadTeam team, Blas[] blas) {
        this.team = team;
        this.blas = blas;
    }

    void forward(CpuTensor input, CpuTensor weight, CpuTensor bias, CpuTensor output) {
        int in = input.columns();
        int out = output.columns();
        ByteBuffer biases = bias.matrix();
        ByteBuffer results = output.matrix();
        Tiles tiles = Tiles.of(output.rows(), out);
        team.run(
                tiles.count(),
                (tile, member) -> {
                    int row = tiles.firstRow(tile);
                    int column = tiles.firstColumn(tile);
                    int rows = tiles.rowsOf(tile);
                    int columns = tiles.columnsOf(tile);
                    int biasAt = column * Float.BYTES;
                    for (int r = row; r < row + rows; r++) {
                        int at = (r * out + column) * Float.BYTES;
                        ElementLoops.copy(biases, biasAt, results, at, columns);
                    }
                    blas[member].multiply(
                            rows,
                            columns,
                            in,
                            1,
                            input.address((long) row * in),
                            in,
                            false,
                            weight.address((long) column * in),
                            in,
                            true,
                            1,
                            output.address((long) row * out + column),
                            out);
                });
    }

    /**
     * @param keep 0 to write the gradient, 1 to add it
     */
    void inputGrad(CpuTensor outputGrad, CpuTensor weight, CpuTensor inputGrad, float keep) {
        int in = inputGrad.columns();
        int out = outputGrad.columns();
        Tiles tiles = Tiles.of(inputGrad.rows(), in);
        team.run(
                tiles.count(),
                (tile, member) -> {
                    int row = tiles.firstRow(tile);
                    int column = tiles.firstColumn(tile);
                    blas[member].multiply(
                            tiles.rowsOf(tile),
                            tiles.columnsOf(tile),
                            out,
                            1,
                            outputGrad.address((long) row * out),
                            out,
                            false,
                            weight.address(column),
                            in,
                            false,
                            keep,
                            inputGrad.address((long) row * in + column),
                            in);
                });
    }

    void weightGrad(
            CpuTensor input, CpuTensor outputGrad, CpuTensor weightGrad, CpuTensor biasGrad) {
        int in = input.columns();
        int out = outputGrad.columns();
        int tokens = input.rows();
        ByteBuffer grads = outputGrad.matrix();
        ByteBuffer sums = biasGrad.matrix();
        Tiles tiles = Tiles.of(out, in);
        int tileCount = tiles.count();
        int sumCount = (out + SUM_COLUMNS - 1) / SUM_COLUMNS;
        team.run(
                tileCount + sumCount,
                (block, member) -> {
                    if (block >= tileCount) {
                        int first = (block - tileCount) * SUM_COLUMNS;
                        int end = Math.min(out, first + SUM_COLUMNS);
                        addColumnSums(grads, tokens, out, first, end, sums);
                        return;
                    }
                    int row = tiles.firstRow(block);
                    int column = tiles.firstColumn(block);
                    blas[member].multiply(
                            tiles.rowsOf(block),
                            tiles.columnsOf(block),
                            tokens,
                            1,
                            outputGrad.address(row),
                            out,
                            true,
                            input.address(column),
                            in,
                            false,
                            1,
                            weightGrad.address((long) row * in + column),
                            in);
                });
    }

    private static void addColumnSums(
            ByteBuffer matrix, int rows, int columns, int first, int end, ByteBuffer sums) {
        int column = first;
        for (; column + Lanes.COUNT <= end; column += Lanes.COUNT) {
            FloatVector sum = Lanes.load(sums, column * Float.BYTES);
            for (int row = 0; row < rows; row += SUM_ROWS) {
                FloatVector part = Lanes.zero();
                int stop = Math.min(rows, row + SUM_ROWS);
                for (int r = row; r < stop; r++) {
                    part = part.add(Lanes.load(matrix, (r * columns + column) * Float.BYTES));
                }
                sum = sum.add(part);
            }
            Lanes.store(sum, sums, column * Float.BYTES);
        }
        for (; column < end; column++) {
            double sum = sums.getFloat(column * Float.BYTES);
            for (int row = 0; row < rows; row++) {
                sum += matrix.getFloat((row * columns + column) * Float.BYTES);
            }
            sums.putFloat(column * Float.BYTES, (float) sum);
        }
    }
}
