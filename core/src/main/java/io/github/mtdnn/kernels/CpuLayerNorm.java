package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/** Layer normalisation in parts of the rows. */
final class CpuLayerNorm {
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
        Parts parts = Parts.ofRows(input.rows());
        int columns = input.columns();
        ByteBuffer x = input.matrix();
        ByteBuffer gains = gain.matrix();
        ByteBuffer biases = bias.matrix();
        ByteBuffer y = output.matrix();
        ByteBuffer stored = moments.matrix();
        team.run(
                parts.count(),
                (part, member) ->
                        LayerNormLoops.forward(
                                x,
                                gains,
                                biases,
                                epsilon,
                                y,
                                stored,
                                parts.first(part),
                                parts.end(part),
                                columns,
                                lanes[member]));
    }

    void backward(
            CpuTensor input,
            CpuTensor moments,
            CpuTensor gain,
            CpuTensor outputGrad,
            CpuTensor inputGrad,
            CpuTensor gainGrad,
            CpuTensor biasGrad) {
        Parts parts = Parts.ofRows(input.rows());
        int columns = input.columns();
        ByteBuffer x = input.matrix();
        ByteBuffer stored = moments.matrix();
        ByteBuffer gains = gain.matrix();
        ByteBuffer dy = outputGrad.matrix();
        ByteBuffer dx = inputGrad.matrix();
        ByteBuffer partSums = sums.ofSize((long) parts.count() * 2 * columns).matrix();
        int partBytes = 2 * columns * Float.BYTES;
        team.run(
                parts.count(),
                (part, member) ->
                        LayerNormLoops.backward(
                                x,
                                stored,
                                gains,
                                dy,
                                dx,
                                partSums,
                                part * partBytes,
                                parts.first(part),
                                parts.end(part),
                                columns,
                                lanes[member]));
        for (int part = 0; part < parts.count(); part++) {
            int at = part * partBytes;
            ElementLoops.add(partSums, at, gainGrad.matrix(), 0, columns);
            ElementLoops.add(partSums, at + columns * Float.BYTES, biasGrad.matrix(), 0, columns);
        }
    }

    void free() {
        sums.free();
    }
}
