package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The processor's widest float32 vectors on direct buffers. Vectors must stay in local variables of
 * loops that the compiler sees as a whole: one that is stored in a field or crosses a call that is
 * not inlined becomes an object.
 */
final class Lanes {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());

    /** Elements of a vector. */
    static final int COUNT = FLOATS.length();

    /** Bytes of a vector. */
    static final int BYTES = FLOATS.vectorByteSize();

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Lanes() {}

    static FloatVector load(ByteBuffer buffer, int at) {
        return FloatVector.fromByteBuffer(FLOATS, buffer, at, ORDER);
    }

    static void store(FloatVector vector, ByteBuffer buffer, int at) {
        vector.intoByteBuffer(buffer, at, ORDER);
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    static FloatVector zero() {
        return FloatVector.zero(FLOATS);
    }

    /** 0, 1, 2, ... */
    static IntVector numbers() {
        return IntVector.zero(INTS).addIndex(1);
    }

    /** How many of {@code count} elements fill whole vectors. */
    static int whole(int count) {
        return count & -COUNT;
    }

    /**
     * The sum of a vector's elements, in an order that is the same in interpreted and in compiled
     * code.
     *
     * @param lanes memory for one vector
     */
    static float sum(FloatVector vector, float[] lanes) {
        vector.intoArray(lanes, 0);
        for (int half = COUNT / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }
}
