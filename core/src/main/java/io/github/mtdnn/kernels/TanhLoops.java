package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/**
 * The hyperbolic tangent over consecutive memory. Lambert's continued fraction, here to its seventh
 * term,
 *
 * <pre>
 *   tanh h = h / (1 + h² / (3 + h² / (5 + …))) ≈ N/D
 *   N = h (135135 + 17325 h² + 378 h⁴ + h⁶);   D = 135135 + 62370 h² + 3150 h⁴ + 28 h⁶
 * </pre>
 *
 * is within 5e-5 of it up to 4.5, and at half the argument, {@code tanh 2h = 2ND / (N² + D²)},
 * leaves less than float32's rounding. At 9 and beyond, tanh is 1 in float32.
 *
 * <p>Elements are taken one by one: they are so few (the pooler's) that loops over vectors would
 * rarely be compiled.
 */
final class TanhLoops {
    /** Half of what is 1 in float32. */
    private static final float LIMIT = 4.5f;

    private TanhLoops() {}

    static void forward(ByteBuffer input, int from, ByteBuffer output, int to, int count) {
        for (int i = 0; i < count; i++) {
            int d = i * Float.BYTES;
            float half = input.getFloat(from + d) * 0.5f;
            float h = Math.max(Math.min(half, LIMIT), -LIMIT);
            float square = h * h;
            float n = (((square + 378f) * square + 17325f) * square + 135135f) * h;
            float q = ((square * 28f + 3150f) * square + 62370f) * square + 135135f;
            output.putFloat(to + d, n * q * 2f / (n * n + q * q));
        }
    }

    /** {@code grad *= 1 - y²}. */
    static void backward(ByteBuffer output, int from, ByteBuffer grad, int to, int count) {
        for (int i = 0; i < count; i++) {
            int d = i * Float.BYTES;
            float y = output.getFloat(from + d);
            grad.putFloat(to + d, grad.getFloat(to + d) * (1 - y * y));
        }
    }
}
