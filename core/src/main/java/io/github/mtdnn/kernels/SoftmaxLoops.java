package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * Softmax of the rows of a square matrix that begins somewhere in a buffer. {@code lanes}: memory
 * for one vector.
 */
final class SoftmaxLoops {
    private SoftmaxLoops() {}

    /** In place. */
    static void forward(ByteBuffer x, int start, int length, float[] lanes) {
        for (int row = 0; row < length; row++) {
            int at = start + row * length * Float.BYTES;
            float max = max(x, at, length, lanes);
            float sum = Exponential.powers(x, at, x, at, length, 0, 1, -max, lanes);
            ElementLoops.scale(x, at, length, 1 / sum);
        }
    }

    /** Largest element; NaN where there is one. */
    static float max(ByteBuffer x, int at, int length, float[] lanes) {
        FloatVector largest = FloatVector.broadcast(Lanes.FLOATS, x.getFloat(at));
        int i = 0;
        for (int end = Lanes.whole(length); i < end; i += Lanes.COUNT) {
            largest = largest.max(Lanes.load(x, at + i * Float.BYTES));
        }
        largest.intoArray(lanes, 0);
        float max = lanes[0];
        for (int lane = 1; lane < Lanes.COUNT; lane++) {
            max = Math.max(max, lanes[lane]);
        }
        for (; i < length; i++) {
            max = Math.max(max, x.getFloat(at + i * Float.BYTES));
        }
        return max;
    }

    /**
     * {@code dS = P ∘ (dP - Σ_j P_j dP_j)} per row, in place of dP.
     *
     * @param probabilities P, from byte {@code from} on
     * @param grad dP, then dS, from byte {@code to} on
     */
    static void backward(
            ByteBuffer probabilities,
            int from,
            ByteBuffer grad,
            int to,
            int length,
            float[] lanes) {
        int whole = Lanes.whole(length);
        for (int row = 0; row < length; row++) {
            int p = from + row * length * Float.BYTES;
            int g = to + row * length * Float.BYTES;
            FloatVector sums = FloatVector.zero(Lanes.FLOATS);
            int i = 0;
            for (; i < whole; i += Lanes.COUNT) {
                int d = i * Float.BYTES;
                sums = Lanes.load(probabilities, p + d).fma(Lanes.load(grad, g + d), sums);
            }
            sums.intoArray(lanes, 0);
            float sum = Lanes.sum(lanes);
            for (; i < length; i++) {
                int d = i * Float.BYTES;
                sum += probabilities.getFloat(p + d) * grad.getFloat(g + d);
            }
            for (i = 0; i < whole; i += Lanes.COUNT) {
                int d = i * Float.BYTES;
                FloatVector change = Lanes.load(grad, g + d).sub(sum);
                Lanes.store(change.mul(Lanes.load(probabilities, p + d)), grad, g + d);
            }
            for (; i < length; i++) {
                int d = i * Float.BYTES;
                float change = grad.getFloat(g + d) - sum;
                grad.putFloat(g + d, change * probabilities.getFloat(p + d));
            }
        }
    }
}
