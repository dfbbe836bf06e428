package io.github.mtdnn.kernels;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * GELU with the exact normal distribution (Hendrycks and Gimpel 2016), some numbers at a time, so
 * that the intermediate result stays in the first-level cache. Used by one thread.
 *
 * <p>{@code Φ(x) = (1 + erf(x/√2))/2} with erf by formula 7.1.26 of Abramowitz and Stegun (1964),
 * absolute error 1.5e-7.
 */
final class GeluLoops {
    private static final int CHUNK = 1024;

    /** 1/√(2π): the normal density is this times exp(-x²/2). */
    private static final float DENSITY = (float) (1 / Math.sqrt(2 * Math.PI));

    // The coefficients of 7.1.26, for x instead of x/√2 and for erf/2.
    private static final float P = (float) (0.3275911 * Math.sqrt(0.5));
    private static final float A1 = 0.254829592f / 2;
    private static final float A2 = -0.284496736f / 2;
    private static final float A3 = 1.421413741f / 2;
    private static final float A4 = -1.453152027f / 2;
    private static final float A5 = 1.061405429f / 2;

    private static final int ONE_BITS = Float.floatToRawIntBits(1f);

    private final CpuMemory memory = CpuMemory.allocate(CHUNK);
    private final ByteBuffer bell = memory.buffer(0, CHUNK * Float.BYTES);
    private final float[] lanes = new float[Lanes.COUNT];

    /** {@code y = x Φ(x)}. */
    void forward(ByteBuffer input, int from, ByteBuffer output, int to, int count) {
        for (int start = 0; start < count; start += CHUNK) {
            int d = start * Float.BYTES;
            int length = Math.min(CHUNK, count - start);
            Exponential.powers(input, from + d, bell, 0, length, -0.5f, 0, 0, lanes);
            multiply(input, from + d, bell, 0, input, from + d, output, to + d, length);
        }
    }

    /** {@code grad *= Φ(x) + x φ(x)}. */
    void backward(ByteBuffer input, int from, ByteBuffer grad, int to, int count) {
        for (int start = 0; start < count; start += CHUNK) {
            int d = start * Float.BYTES;
            int length = Math.min(CHUNK, count - start);
            Exponential.powers(input, from + d, bell, 0, length, -0.5f, 0, 0, lanes);
            multiply(input, from + d, bell, DENSITY, grad, to + d, grad, to + d, length);
        }
    }

    /**
     * {@code target = source · (Φ(x) + density · x · exp(-x²/2))}. For negative x the upper tail is
     * computed, so that nothing cancels.
     *
     * @param bell exp(-x²/2), from byte 0 on
     */
    private static void multiply(
            ByteBuffer input,
            int from,
            ByteBuffer bell,
            float density,
            ByteBuffer source,
            int sourceAt,
            ByteBuffer target,
            int targetAt,
            int count) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            FloatVector x = Lanes.load(input, from + d);
            FloatVector power = Lanes.load(bell, d);
            FloatVector t = one.div(x.abs().fma(FloatVector.broadcast(Lanes.FLOATS, P), one));
            FloatVector tail =
                    t.fma(
                            FloatVector.broadcast(Lanes.FLOATS, A5),
                            FloatVector.broadcast(Lanes.FLOATS, A4));
            tail = tail.fma(t, FloatVector.broadcast(Lanes.FLOATS, A3));
            tail = tail.fma(t, FloatVector.broadcast(Lanes.FLOATS, A2));
            tail = tail.fma(t, FloatVector.broadcast(Lanes.FLOATS, A1));
            tail = tail.mul(t).mul(power);
            // x < 0: tail, otherwise 1 - tail; by the bits, since blending by masks is slower.
            IntVector positive = x.reinterpretAsInts().lanewise(ASHR, Integer.SIZE - 1).not();
            FloatVector normal =
                    tail.reinterpretAsInts()
                            .lanewise(XOR, positive.and(Integer.MIN_VALUE))
                            .reinterpretAsFloats()
                            .add(positive.and(ONE_BITS).reinterpretAsFloats());
            FloatVector factor = x.mul(density).fma(power, normal);
            Lanes.store(Lanes.load(source, sourceAt + d).mul(factor), target, targetAt + d);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            float x = input.getFloat(from + d);
            float power = bell.getFloat(d);
            float t = 1 / (Math.abs(x) * P + 1);
            float tail = ((((A5 * t + A4) * t + A3) * t + A2) * t + A1) * t * power;
            float factor = x * density * power + (x < 0 ? tail : 1 - tail);
            target.putFloat(targetAt + d, source.getFloat(sourceAt + d) * factor);
        }
    }

    void free() {
        memory.free();
    }
}
