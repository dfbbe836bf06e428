package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/** Rows of a matrix picked by number, gradients added to them, and dropout that rows share. */
final class CpuRows {
    private static final int ROWS = 64;
    private static final int COLUMNS = 64;

    private final ThreadTeam team;

    CpuRows(ThreadTeam team) {
        this.team = team;
    }

    void gather(CpuTensor input, int[] rows, CpuTensor output) {
        int count = output.rows();
        int columns = output.columns();
        int rowBytes = output.rowBytes();
        ByteBuffer x = input.matrix();
        ByteBuffer y = output.matrix();
        team.run(
                blocks(count, ROWS),
                (block, member) -> {
                    int end = Math.min(count, (block + 1) * ROWS);
                    for (int m = block * ROWS; m < end; m++) {
                        ElementLoops.copy(x, rows[m] * rowBytes, y, m * rowBytes, columns);
                    }
                });
    }

    /** Blocks of columns: no two meet in a row that is picked more than once. */
    void addGrad(CpuTensor outputGrad, int[] rows, CpuTensor inputGrad) {
        int count = outputGrad.rows();
        int columns = outputGrad.columns();
        int rowBytes = outputGrad.rowBytes();
        ByteBuffer dy = outputGrad.matrix();
        ByteBuffer dx = inputGrad.matrix();
        team.run(
                blocks(columns, COLUMNS),
                (block, member) -> {
                    int width = Math.min(COLUMNS, columns - block * COLUMNS);
                    int from = block * COLUMNS * Float.BYTES;
                    for (int m = 0; m < count; m++) {
                        int at = m * rowBytes + from;
                        ElementLoops.add(dy, at, dx, rows[m] * rowBytes + from, width);
                    }
                });
    }

    void dropout(CpuTensor tensor, int[] drawnAs, Dropout dropout) {
        int count = tensor.rows();
        int columns = tensor.columns();
        int rowBytes = tensor.rowBytes();
        ByteBuffer x = tensor.matrix();
        team.run(
                blocks(count, ROWS),
                (block, member) -> {
                    int end = Math.min(count, (block + 1) * ROWS);
                    for (int n = block * ROWS; n < end; n++) {
                        int at = n * rowBytes;
                        int index = drawnAs[n] * columns;
                        ElementLoops.dropout(x, at, x, at, columns, index, dropout);
                    }
                });
    }

    private static int blocks(int count, int size) {
        return (count + size - 1) / size;
    }
}
