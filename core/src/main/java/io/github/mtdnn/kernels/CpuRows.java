package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/** Rows of a matrix picked by number, gradients added to them, and dropout that rows share. */
final class CpuRows {
    private final ThreadTeam team;

    CpuRows(ThreadTeam team) {
        this.team = team;
    }

    void gather(CpuTensor input, int[] rows, CpuTensor output) {
        Parts parts = Parts.ofRows(output.rows());
        int columns = output.columns();
        int rowBytes = output.rowBytes();
        ByteBuffer x = input.matrix();
        ByteBuffer y = output.matrix();
        team.run(
                parts.count(),
                (part, member) -> {
                    int end = parts.end(part);
                    for (int m = parts.first(part); m < end; m++) {
                        ElementLoops.copy(x, rows[m] * rowBytes, y, m * rowBytes, columns);
                    }
                });
    }

    /** Parts of columns: no two meet in a row that is picked more than once. */
    void addGrad(CpuTensor outputGrad, int[] rows, CpuTensor inputGrad) {
        int count = outputGrad.rows();
        Parts parts = Parts.ofColumns(outputGrad.columns());
        int rowBytes = outputGrad.rowBytes();
        ByteBuffer dy = outputGrad.matrix();
        ByteBuffer dx = inputGrad.matrix();
        team.run(
                parts.count(),
                (part, member) -> {
                    int width = parts.length(part);
                    int from = parts.first(part) * Float.BYTES;
                    for (int m = 0; m < count; m++) {
                        int at = m * rowBytes + from;
                        ElementLoops.add(dy, at, dx, rows[m] * rowBytes + from, width);
                    }
                });
    }

    void dropout(CpuTensor tensor, int[] drawnAs, Dropout dropout) {
        Parts parts = Parts.ofRows(tensor.rows());
        int columns = tensor.columns();
        int rowBytes = tensor.rowBytes();
        ByteBuffer x = tensor.matrix();
        team.run(
                parts.count(),
                (part, member) -> {
                    int end = parts.end(part);
                    for (int n = parts.first(part); n < end; n++) {
                        int at = n * rowBytes;
                        int index = drawnAs[n] * columns;
                        ElementLoops.dropout(x, at, x, at, columns, index, dropout);
                    }
                });
    }
}
