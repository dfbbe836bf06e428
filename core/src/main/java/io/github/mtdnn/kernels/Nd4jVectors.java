package io.github.mtdnn.kernels;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an ND4J array has to be for kernels to work on its memory. */
final class Nd4jVectors {
    private Nd4jVectors() {}

    static INDArray requireVector(INDArray array) {
        boolean row = array.rank() == 1 || (array.rank() == 2 && array.size(0) == 1);
        boolean consecutive = array.length() == 1 || array.stride(array.rank() - 1) == 1;
        if (array.dataType() != DataType.FLOAT
                || !row
                || !consecutive
                || array.length() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "an array of %s, shape %s, strides %s; needed is a float32 row vector, "
                                    .formatted(
                                            array.dataType(),
                                            Arrays.toString(array.shape()),
                                            Arrays.toString(array.stride()))
                            + "consecutive in memory");
        }
        return array;
    }
}
