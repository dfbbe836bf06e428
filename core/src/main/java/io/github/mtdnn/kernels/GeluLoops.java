package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * GELU with the exact normal distribution (Hendrycks and Gimpel 2016), some numbers at a time, so
 * that intermediate results stay in the first-level cache. Used by one thread.
 */
final class GeluLoops {
    private static final int CHUNK = 1024;
    private static final float INV_SQRT_2PI = (float) (1 / Math.sqrt(2 * Math.PI));

    private final CpuMemory memory = CpuMemory.allocate(2 * CHUNK);
    private final ByteBuffer bell = memory.buffer(0, CHUNK * Float.BYTES);
    private final ByteBuffer normal = memory.buffer(CHUNK, CHUNK * Float.BYTES);
    private final float[] lanes = new float[Lanes.COUNT];

    void forward(ByteBuffer input, int from, ByteBuffer output, int to, int count) {
        for (int start = 0; start < count; start += CHUNK) {
            int d = start * Float.BYTES;
            int length = Math.min(CHUNK, count - start);
            distribution(input, from + d, length);
            multiply(input, from + d, normal, output, to + d, length);
        }
    }

    void backward(ByteBuffer input, int from, ByteBuffer grad, int to, int count) {
        for (int start = 0; start < count; start += CHUNK) {
            int d = start * Float.BYTES;
            int length = Math.min(CHUNK, count - start);
            distribution(input, from + d, length);
            multiplyBySlope(input, from + d, bell, normal, grad, to + d, length);
        }
    }

    private void distribution(ByteBuffer input, int from, int count) {
        Functions.exp(input, from, bell, 0, count, -0.5f, 0, 0, lanes);
        Functions.normal(input, from, bell, normal, count);
    }

    /** {@code y = x Φ(x)}. */
    private static void multiply(
            ByteBuffer input, int from, ByteBuffer normal, ByteBuffer output, int to, int count) {
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            Lanes.store(Lanes.load(input, from + d).mul(Lanes.load(normal, d)), output, to + d);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            output.putFloat(to + d, input.getFloat(from + d) * normal.getFloat(d));
        }
    }

    /** {@code grad *= Φ(x) + x φ(x)} with φ(x) = exp(-x²/2)/√(2π). */
    private static void multiplyBySlope(
            ByteBuffer input,
            int from,
            ByteBuffer bell,
            ByteBuffer normal,
            ByteBuffer grad,
            int to,
            int count) {
        FloatVector factor = Lanes.broadcast(INV_SQRT_2PI);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            FloatVector product = Lanes.load(input, from + d).mul(Lanes.load(bell, d));
            FloatVector slope = product.fma(factor, Lanes.load(normal, d));
            Lanes.store(Lanes.load(grad, to + d).mul(slope), grad, to + d);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            float slope =
                    input.getFloat(from + d) * bell.getFloat(d) * INV_SQRT_2PI + normal.getFloat(d);
            grad.putFloat(to + d, grad.getFloat(to + d) * slope);
        }
    }

    void free() {
        memory.free();
    }
}
