package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/** Cross-entropy over long rows of logits, such as those over a vocabulary; a block is a row. */
final class CpuCrossEntropy {
    private final ThreadTeam team;
    private final float[][] lanes;

    CpuCrossEntropy(ThreadTeam team) {
        this.team = team;
        lanes = Lanes.forEach(team.members());
    }

    double lossAndGrad(CpuTensor logits, int[] classes, float gradScale) {
        int rows = logits.rows();
        int columns = logits.columns();
        int rowBytes = logits.rowBytes();
        ByteBuffer z = logits.matrix();
        return team.sum(
                rows,
                (m, member) -> {
                    int at = m * rowBytes;
                    int right = at + classes[m] * Float.BYTES;
                    float logit = z.getFloat(right);
                    float max = SoftmaxLoops.max(z, at, columns, lanes[member]);
                    float sum = Exponential.powers(z, at, z, at, columns, max, lanes[member]);
                    ElementLoops.scale(z, at, columns, gradScale / sum);
                    z.putFloat(right, z.getFloat(right) - gradScale);
                    return StrictMath.log(sum) + max - logit;
                });
    }
}
