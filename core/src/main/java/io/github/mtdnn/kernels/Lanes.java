package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The processor's widest float32 vectors on direct buffers. The compiler turns the objects of the
 * Vector API into registers only under conditions, which the loops of this package keep (measured
 * on JDK 17; where one is broken, a loop allocates and runs ten times slower):
 *
 * <ul>
 *   <li>a vector stays in local variables of one method; it is handed to library methods and, in
 *       the middle of a loop, to load and store, which are always inlined, but to nothing else;
 *   <li>all vectors of the process have one shape: the library's shared methods are compiled by the
 *       types seen in them;
 *   <li>a method with much arithmetic is too big (325 bytes of code) to be inlined into its caller.
 * </ul>
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

    /** How many of {@code count} elements fill whole vectors. */
    static int whole(int count) {
        return count & -COUNT;
    }

    /** {@code count} elements and those missing to whole vectors. */
    static int padded(int count) {
        return whole(count + COUNT - 1);
    }

    /** Memory for one vector for each member of a team. */
    static float[][] forEach(int members) {
        return new float[members][COUNT];
    }

    /**
     * The sum of a vector's elements, put into an array before, in an order that is the same in
     * interpreted and in compiled code. The array's contents are lost.
     */
    static float sum(float[] lanes) {
        for (int half = COUNT / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }

    /** The largest of a vector's elements, put into an array before; NaN where one is. */
    static float max(float[] lanes) {
        for (int half = COUNT / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] = Math.max(lanes[i], lanes[i + half]);
            }
        }
        return lanes[0];
    }
}
