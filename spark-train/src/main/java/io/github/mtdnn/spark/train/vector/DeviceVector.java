package io.github.mtdnn.spark.train.vector;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Copies numbers to and from a device's vector. What ND4J stages them in is freed at once: left to
 * the garbage collector, which does not see memory outside the heap, it would pile up with every
 * round.
 */
public final class DeviceVector {
    private DeviceVector() {}

    /** A copy of {@code length} numbers. */
    public static float[] read(INDArray vector, long from, int length) {
        try (INDArray staged = part(vector, from, length).dup()) {
            return staged.data().asFloat();
        }
    }

    /** Overwrites as many numbers as {@code values} has. */
    public static void write(float[] values, INDArray vector, long from) {
        try (INDArray staged = Nd4j.createFromArray(values)) {
            part(vector, from, values.length).assign(staged);
        }
    }

    private static INDArray part(INDArray vector, long from, int length) {
        return vector.reshape(vector.length()).get(NDArrayIndex.interval(from, from + length));
    }
}
