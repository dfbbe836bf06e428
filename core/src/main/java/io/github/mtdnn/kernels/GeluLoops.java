package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * GELU with the exact normal distribution (Hendrycks and Gimpel 2016), {@code y = x Φ(x)}, and its
 * derivative, {@code Φ(x) + x φ(x)}, each by a formula without exponentials.
 *
 * <p>The coefficients were found by weighted least squares, weights being raised where the error
 * was largest until it was level. Each element goes through the same operations at every place, in
 * a vector or not.
 */
final class GeluLoops {
    private static final int SIGN = Integer.MIN_VALUE;
    private static final int MAGNITUDE = Integer.MAX_VALUE;

    private GeluLoops() {}

    // The upper tail of the normal distribution: 1 - Φ(a) = 1/2 · (1 + T1 a + … + T8 a⁸)⁻⁸, in the
    // form of formula 7.1.28 of Abramowitz and Stegun (1964).
    private static final float T1 = 0.09973398f;
    private static final float T2 = 0.044779573f;
    private static final float T3 = 0.008613538f;
    private static final float T4 = 9.545172e-4f;
    private static final float T5 = 1.285285e-4f;
    private static final float T6 = 9.1303307e-5f;
    private static final float T7 = -1.5554973e-5f;
    private static final float T8 = 2.8411562e-6f;

    /**
     * {@code y = max(x, 0) - |x| (1 - Φ(|x|))}, so that nothing cancels where x is negative;
     * absolute error 2e-7.
     */
    static void forward(ByteBuffer input, int from, ByteBuffer output, int to, int count) {
        FloatVector t1 = FloatVector.broadcast(Lanes.FLOATS, T1);
        FloatVector t2 = FloatVector.broadcast(Lanes.FLOATS, T2);
        FloatVector t3 = FloatVector.broadcast(Lanes.FLOATS, T3);
        FloatVector t4 = FloatVector.broadcast(Lanes.FLOATS, T4);
        FloatVector t5 = FloatVector.broadcast(Lanes.FLOATS, T5);
        FloatVector t6 = FloatVector.broadcast(Lanes.FLOATS, T6);
        FloatVector t7 = FloatVector.broadcast(Lanes.FLOATS, T7);
        FloatVector t8 = FloatVector.broadcast(Lanes.FLOATS, T8);
        FloatVector half = FloatVector.broadcast(Lanes.FLOATS, 0.5f);
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            FloatVector x = Lanes.load(input, from + d);
            FloatVector a = x.abs();
            FloatVector root = t8.fma(a, t7).fma(a, t6).fma(a, t5).fma(a, t4).fma(a, t3);
            root = root.fma(a, t2).fma(a, t1).fma(a, one);
            root = root.mul(root);
            root = root.mul(root);
            root = root.mul(root);
            FloatVector y = x.add(a).sub(a.div(root)).mul(half);
            Lanes.store(y, output, to + d);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            output.putFloat(to + d, gelu(input.getFloat(from + d)));
        }
    }

    private static float gelu(float x) {
        float a = Math.abs(x);
        float root = Math.fma(Math.fma(Math.fma(T8, a, T7), a, T6), a, T5);
        root = Math.fma(Math.fma(Math.fma(root, a, T4), a, T3), a, T2);
        root = Math.fma(Math.fma(root, a, T1), a, 1);
        root *= root;
        root *= root;
        root *= root;
        return (x + a - a / root) * 0.5f;
    }

    // The derivative: 1/2 + z P(z²)/Q(z²), z = x cut off at ± LIMIT, where it is exactly 0 or 1.
    private static final float LIMIT = 5.76f;
    private static final int LIMIT_BITS = Float.floatToRawIntBits(LIMIT);
    private static final float P0 = 0.79788536f;
    private static final float P1 = -0.030992009f;
    private static final float P2 = 0.014229529f;
    private static final float P3 = 1.9319234e-5f;
    private static final float P4 = 3.5945617e-5f;
    private static final float P5 = 1.9279048e-7f;
    private static final float Q1 = 0.29449883f;
    private static final float Q2 = 0.040980894f;
    private static final float Q3 = 0.0035229672f;
    private static final float Q4 = 1.9203981e-4f;
    private static final float Q5 = 8.9479963e-6f;

    /**
     * {@code grad *= Φ(x) + x φ(x)}; absolute error of the factor 3e-7. Where x is NaN it is 1: the
     * forward pass has made that known.
     */
    static void backward(ByteBuffer input, int from, ByteBuffer grad, int to, int count) {
        FloatVector p0 = FloatVector.broadcast(Lanes.FLOATS, P0);
        FloatVector p1 = FloatVector.broadcast(Lanes.FLOATS, P1);
        FloatVector p2 = FloatVector.broadcast(Lanes.FLOATS, P2);
        FloatVector p3 = FloatVector.broadcast(Lanes.FLOATS, P3);
        FloatVector p4 = FloatVector.broadcast(Lanes.FLOATS, P4);
        FloatVector p5 = FloatVector.broadcast(Lanes.FLOATS, P5);
        FloatVector q1 = FloatVector.broadcast(Lanes.FLOATS, Q1);
        FloatVector q2 = FloatVector.broadcast(Lanes.FLOATS, Q2);
        FloatVector q3 = FloatVector.broadcast(Lanes.FLOATS, Q3);
        FloatVector q4 = FloatVector.broadcast(Lanes.FLOATS, Q4);
        FloatVector q5 = FloatVector.broadcast(Lanes.FLOATS, Q5);
        FloatVector half = FloatVector.broadcast(Lanes.FLOATS, 0.5f);
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            IntVector x = Lanes.load(input, from + d).reinterpretAsInts();
            // Of magnitudes the bits are in the order of the numbers.
            IntVector cut = x.and(MAGNITUDE).min(LIMIT_BITS).or(x.and(SIGN));
            FloatVector z = cut.reinterpretAsFloats();
            FloatVector u = z.mul(z);
            FloatVector p = p5.fma(u, p4).fma(u, p3).fma(u, p2).fma(u, p1).fma(u, p0);
            FloatVector q = q5.fma(u, q4).fma(u, q3).fma(u, q2).fma(u, q1).fma(u, one);
            FloatVector factor = z.mul(p).div(q).add(half);
            Lanes.store(Lanes.load(grad, to + d).mul(factor), grad, to + d);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            float factor = derivative(input.getInt(from + d));
            grad.putFloat(to + d, grad.getFloat(to + d) * factor);
        }
    }

    private static float derivative(int x) {
        float z = Float.intBitsToFloat(Math.min(x & MAGNITUDE, LIMIT_BITS) | x & SIGN);
        float u = z * z;
        float p = Math.fma(Math.fma(Math.fma(P5, u, P4), u, P3), u, P2);
        p = Math.fma(Math.fma(p, u, P1), u, P0);
        float q = Math.fma(Math.fma(Math.fma(Q5, u, Q4), u, Q3), u, Q2);
        q = Math.fma(Math.fma(q, u, Q1), u, 1);
        return z * p / q + 0.5f;
    }
}
