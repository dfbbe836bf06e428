package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/** Rows of tables, picked and added up; their gradients. */
final class CpuEmbedding {
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
        Parts parts = Parts.ofRows(sequences.tokens());
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
                parts.count(),
                (part, member) -> {
                    int n = parts.first(part);
                    int end = parts.end(part);
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
     * A part of the work is some columns of all tokens: no two parts meet in a row of a table, and
     * each adds in the order of the tokens.
     */
    void backward(
            Sequences sequences,
            CpuTensor outputGrad,
            CpuTensor wordGrad,
            CpuTensor positionGrad,
            CpuTensor typeGrad) {
        Parts parts = Parts.ofColumns(outputGrad.columns());
        int rowBytes = outputGrad.rowBytes();
        int[] offsets = sequences.offsets();
        int[] ids = sequences.inputIds();
        int[] types = sequences.tokenTypeIds();
        ByteBuffer dy = outputGrad.matrix();
        ByteBuffer words = wordGrad.matrix();
        ByteBuffer positions = positionGrad.matrix();
        ByteBuffer typeRows = typeGrad.matrix();
        team.run(
                parts.count(),
                (part, member) -> {
                    int from = parts.first(part) * Float.BYTES;
                    int count = parts.length(part);
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
