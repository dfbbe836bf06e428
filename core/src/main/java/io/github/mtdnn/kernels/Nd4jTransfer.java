package io.github.mtdnn.kernels;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Copies numbers between arrays of Java and vectors of ND4J (float32, consecutive in memory). Where
 * these lie in the host's memory, they are copied at once; those of another device are staged in
 * arrays of ND4J, block by block, through the calls that every backend has. What is staged is freed
 * at once: left to the garbage collector, which does not see memory outside the heap, it would pile
 * up.
 */
public final class Nd4jTransfer {
    private static final int BLOCK = 1 << 20;

    private Nd4jTransfer() {}

    /** A copy of {@code length} numbers of a vector. */
    public static float[] read(INDArray vector, long from, int length) {
        float[] values = new float[length];
        read(vector, from, values, 0, length);
        return values;
    }

    /** Overwrites as many numbers of a vector as {@code values} has, from {@code to} on. */
    public static void write(float[] values, INDArray vector, long to) {
        write(values, 0, vector, to, values.length);
    }

    static void read(INDArray vector, long from, float[] target, int to, int length) {
        requireRange(vector, from, length);
        if (isOnHost()) {
            memory(vector, from).get(target, to, length);
        } else {
            readStaged(vector, from, target, to, length);
        }
    }

    static void write(float[] source, int from, INDArray vector, long to, int length) {
        requireRange(vector, to, length);
        if (isOnHost()) {
            memory(vector, to).put(source, from, length);
        } else {
            writeStaged(source, from, vector, to, length);
        }
    }

    static void readStaged(INDArray vector, long from, float[] target, int to, int length) {
        for (int done = 0; done < length; done += BLOCK) {
            int size = Math.min(BLOCK, length - done);
            try (INDArray staged = part(vector, from + done, size).dup()) {
                System.arraycopy(staged.data().asFloat(), 0, target, to + done, size);
            }
        }
    }

    static void writeStaged(float[] source, int from, INDArray vector, long to, int length) {
        for (int done = 0; done < length; done += BLOCK) {
            int size = Math.min(BLOCK, length - done);
            int first = from + done;
            float[] block = Arrays.copyOfRange(source, first, first + size);
            try (INDArray staged = Nd4j.createFromArray(block)) {
                part(vector, to + done, size).assign(staged);
            }
        }
    }

    private static boolean isOnHost() {
        return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
    }

    private static INDArray part(INDArray vector, long from, int length) {
        return vector.reshape(vector.length()).get(NDArrayIndex.interval(from, from + length));
    }

    private static FloatPointer memory(INDArray vector, long element) {
        return new FloatPointer(vector.data().pointer()).position(vector.offset() + element);
    }

    private static void requireRange(INDArray vector, long from, int length) {
        Nd4jVectors.requireVector(vector);
        if (from < 0 || from + length > vector.length()) {
            throw new IndexOutOfBoundsException(
                    "%d numbers from %d on of a vector of %d"
                            .formatted(length, from, vector.length()));
        }
    }
}
