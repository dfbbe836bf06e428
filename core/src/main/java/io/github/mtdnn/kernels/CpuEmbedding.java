package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/** Rows of tables, picked and added up; their gradients. */
final class CpuEmbedding {
    private static final int ROWS = 64;
    private static final int COLUMNS = 64;

    private final ThreadTeam team;

    CpuEmbedding(ThreadTeam team) {
        this.team = team;
    }

    void forward(
            Sequences sequences,
            CpuTensor word,
            CpuTensor position,
            CpuTensor type,
            CpuTensor output) {
        int tokens = sequences.tokens();
        int columns = output.columns();
        int rowBytes = output.rowBytes();
        int[] offsets = sequences.offsets();
        int[] ids = sequences.inputIds();
        int[] types = sequences.tokenTypeIds();
        ByteBuffer words = word.matrix();
        ByteBuffer positions = position.matrix();
        ByteBuffer typeRows = type.matrix();
        ByteBuffer y = output.matrix();
        team.run(
                (tokens + ROWS - 1) / ROWS,
                (block, member) -> {
                    int n = block * ROWS;
                    int end = Math.min(tokens, n + ROWS);
                    int b = sequenceOf(n, offsets);
                    for (; n < end; n++) {
                        while (n >= offsets[b + 1]) {
                            b++;
                        }
                        int at = n * rowBytes;
                        int place = n - offsets[b];
                        ElementLoops.copy(words, ids[n] * rowBytes, y, at, columns);
                        ElementLoops.add(positions, place * rowBytes, y, at, columns);
                        ElementLoops.add(typeRows, types[n] * rowBytes, y, at, columns);
                    }
                });
    }

    private static int sequenceOf(int token, int[] offsets) {
        int b = 0;
        while (offsets[b + 1] <= token) {
            b++;
        }
        return b;
    }

    /**
     * A block of work is some columns of all tokens: no two blocks meet in a row of a table, and
     * each adds in the order of the tokens.
     */
    void backward(
            Sequences sequences,
            CpuTensor outputGrad,
            CpuTensor wordGrad,
            CpuTensor positionGrad,
            CpuTensor typeGrad) {
        int columns = outputGrad.columns();
        int rowBytes = outputGrad.rowBytes();
        int[] offsets = sequences.offsets();
        int[] ids = sequences.inputIds();
        int[] types = sequences.tokenTypeIds();
        ByteBuffer dy = outputGrad.matrix();
        ByteBuffer words = wordGrad.matrix();
        ByteBuffer positions = positionGrad.matrix();
        ByteBuffer typeRows = typeGrad.matrix();
        team.run(
                (columns + COLUMNS - 1) / COLUMNS,
                (block, member) -> {
                    int first = block * COLUMNS;
                    int count = Math.min(COLUMNS, columns - first);
                    int from = first * Float.BYTES;
                    for (int b = 0; b < sequences.count(); b++) {
                        for (int n = offsets[b]; n < offsets[b + 1]; n++) {
                            int at = n * rowBytes + from;
                            int place = n - offsets[b];
                            ElementLoops.add(dy, at, words, ids[n] * rowBytes + from, count);
                            ElementLoops.add(dy, at, positions, place * rowBytes + from, count);
                            ElementLoops.add(dy, at, typeRows, types[n] * rowBytes + from, count);
                        }
                    }
                });
    }
}
