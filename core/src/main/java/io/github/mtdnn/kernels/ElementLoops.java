package io.github.mtdnn.kernels;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Element by element over consecutive memory: whole vectors, then the elements left over. Places in
 * buffers are in bytes, counts in elements.
 */
final class ElementLoops {
    /** 0, 1, 2 …; made anew in each call, it would be an object each time. */
    private static final IntVector LANE_NUMBERS = IntVector.zero(Lanes.INTS).addIndex(1);

    private ElementLoops() {}

    static void fill(ByteBuffer x, int at, int count, float value) {
        FloatVector values = FloatVector.broadcast(Lanes.FLOATS, value);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            Lanes.store(values, x, at + i * Float.BYTES);
        }
        for (; i < count; i++) {
            x.putFloat(at + i * Float.BYTES, value);
        }
    }

    static void copy(ByteBuffer source, int from, ByteBuffer target, int to, int count) {
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            Lanes.store(Lanes.load(source, from + d), target, to + d);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            target.putFloat(to + d, source.getFloat(from + d));
        }
    }

    /** {@code target += source}. */
    static void add(ByteBuffer source, int from, ByteBuffer target, int to, int count) {
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            FloatVector sum = Lanes.load(target, to + d).add(Lanes.load(source, from + d));
            Lanes.store(sum, target, to + d);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            target.putFloat(to + d, target.getFloat(to + d) + source.getFloat(from + d));
        }
    }

    /** {@code target += factor · source}. */
    static void addScaled(
            float factor, ByteBuffer source, int from, ByteBuffer target, int to, int count) {
        FloatVector factors = FloatVector.broadcast(Lanes.FLOATS, factor);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            FloatVector sum = Lanes.load(source, from + d).fma(factors, Lanes.load(target, to + d));
            Lanes.store(sum, target, to + d);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            target.putFloat(to + d, target.getFloat(to + d) + factor * source.getFloat(from + d));
        }
    }

    static void scale(ByteBuffer x, int at, int count, float factor) {
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = at + i * Float.BYTES;
            Lanes.store(Lanes.load(x, d).mul(factor), x, d);
        }
        for (; i < count; i++) {
            int d = at + i * Float.BYTES;
            x.putFloat(d, x.getFloat(d) * factor);
        }
    }

    /**
     * {@code target = Dropout(source)}; both may be the same memory. The hash is that of {@link
     * Draws#keeps}.
     *
     * @param index of the first element, for the draws
     */
    static void dropout(
            ByteBuffer source,
            int from,
            ByteBuffer target,
            int to,
            int count,
            int index,
            Dropout dropout) {
        int keyHigh = dropout.keyHigh();
        int threshold = dropout.threshold();
        float factor = dropout.factor();
        IntVector numbers = LANE_NUMBERS.add(index + dropout.keyLow());
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = i * Float.BYTES;
            IntVector h = numbers;
            h = h.lanewise(XOR, h.lanewise(LSHR, 16)).mul(Draws.FIRST_FACTOR);
            h = h.lanewise(XOR, h.lanewise(LSHR, 15)).mul(Draws.SECOND_FACTOR);
            h = h.lanewise(XOR, h.lanewise(LSHR, 15)).lanewise(XOR, keyHigh);
            h = h.lanewise(XOR, h.lanewise(LSHR, 16)).mul(Draws.FIRST_FACTOR);
            h = h.lanewise(XOR, h.lanewise(LSHR, 15)).mul(Draws.SECOND_FACTOR);
            h = h.lanewise(XOR, h.lanewise(LSHR, 15));
            // all bits set where (h >>> 8) ≥ threshold, by the sign of the difference
            IntVector kept = h.lanewise(LSHR, 8).sub(threshold).lanewise(ASHR, 31).not();
            IntVector values =
                    Lanes.load(source, from + d).mul(factor).reinterpretAsInts().and(kept);
            Lanes.store(values.reinterpretAsFloats(), target, to + d);
            numbers = numbers.add(Lanes.COUNT);
        }
        for (; i < count; i++) {
            int d = i * Float.BYTES;
            boolean kept = dropout.keeps(index + i);
            target.putFloat(to + d, kept ? source.getFloat(from + d) * factor : 0);
        }
    }
}
