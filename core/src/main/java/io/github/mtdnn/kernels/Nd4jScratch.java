package io.github.mtdnn.kernels;

import java.util.EnumMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Memory for intermediate results, kept between calls and grown to the largest size asked for. */
final class Nd4jScratch implements AutoCloseable {

    /** What a piece of memory is used for; two uses at a time need two slots. */
    enum Slot {
        FIRST,
        SECOND,
        ROWS,
        MORE_ROWS,
        COLUMNS,
        PROBABILITIES
    }

    private final Map<Slot, INDArray> arrays = new EnumMap<>(Slot.class);

    /** An array that belongs to no workspace, whoever may have opened one. */
    static INDArray newVector(DataType type, long length) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(type, length);
        }
    }

    /** (length), contents undefined. */
    INDArray vector(Slot slot, long length) {
        INDArray array = arrays.get(slot);
        if (array == null || array.length() < length) {
            if (array != null) {
                array.close();
            }
            array = newVector(DataType.FLOAT, length);
            arrays.put(slot, array);
        }
        return array.get(NDArrayIndex.interval(0, length));
    }

    /** (rows, columns), contents undefined. */
    INDArray matrix(Slot slot, int rows, int columns) {
        return vector(slot, (long) rows * columns).reshape('c', rows, columns);
    }

    @Override
    public void close() {
        arrays.values().forEach(INDArray::close);
        arrays.clear();
    }
}
