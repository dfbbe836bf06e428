package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/** Layer normalisation in blocks of rows. */
final class CpuLayerNorm {
    private static final int ROWS = 64;

    private final ThreadTeam team;
    private final float[][] lanes;
    private final CpuScratch sums = new CpuScratch();

    CpuLayerNorm(ThreadTeam team) {
        this.team = team;
        lanes = Lanes.forEach(team.members());
    }

    void forward(
            CpuTensor input,
            CpuTensor gain,
            CpuTensor bias,
            float epsilon,
            CpuTensor output,
            CpuTensor moments) {
        int rows = input.rows();
        int columns = input.columns();
        ByteBuffer x = input.matrix();
        ByteBuffer gains = gain.matrix();
        ByteBuffer biases = bias.matrix();
        ByteBuffer y = output.matrix();
        ByteBuffer stored = moments.matrix();
        team.run(
                blocks(rows),
                (block, member) -> {
                    int first = block * ROWS;
                    int end = Math.min(rows, first + ROWS);
                    LayerNormLoops.forward(
                            x,
                            gains,
                            biases,
                            epsilon,
                            y,
                            stored,
                            first,
                            end,
                            columns,
                            lanes[member]);
                });
    }

    void backward(
            CpuTensor input,
            CpuTensor moments,
            CpuTensor gain,
            CpuTensor outputGrad,
            CpuTensor inputGrad,
            CpuTensor gainGrad,
            CpuTensor biasGrad) {
        int rows = input.rows();
        int columns = input.columns();
        int blocks = blocks(rows);
        ByteBuffer x = input.matrix();
        ByteBuffer stored = moments.matrix();
        ByteBuffer gains = gain.matrix();
        ByteBuffer dy = outputGrad.matrix();
        ByteBuffer dx = inputGrad.matrix();
        ByteBuffer parts = sums.ofSize((long) blocks * 2 * columns).matrix();
        int partBytes = 2 * columns * Float.BYTES;
        team.run(
                blocks,
                (block, member) -> {
                    int first = block * ROWS;
                    int end = Math.min(rows, first + ROWS);
                    LayerNormLoops.backward(
                            x,
                            stored,
                            gains,
                            dy,
                            dx,
                            parts,
                            block * partBytes,
                            first,
                            end,
                            columns,
                            lanes[member]);
                });
        for (int block = 0; block < blocks; block++) {
            int at = block * partBytes;
            ElementLoops.add(parts, at, gainGrad.matrix(), 0, columns);
            ElementLoops.add(parts, at + columns * Float.BYTES, biasGrad.matrix(), 0, columns);
        }
    }

    private static int blocks(int rows) {
        return (rows + ROWS - 1) / ROWS;
    }

    void free() {
        sums.free();
    }
}
