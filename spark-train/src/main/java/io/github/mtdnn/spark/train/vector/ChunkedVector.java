package io.github.mtdnn.spark.train.vector;

import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Nd4jTransfer;
import io.github.mtdnn.kernels.Tensor;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A flat vector cut into chunks, so that no message grows with the model.
 *
 * @param chunks all of {@code chunkLength} numbers but the last, which may be shorter
 */
public record ChunkedVector(int chunkLength, List<float[]> chunks) implements Serializable {

    /** Number of chunks of a vector. */
    public static int count(long length, int chunkLength) {
        return Math.toIntExact((length + chunkLength - 1) / chunkLength);
    }

    /** A copy of a device's vector. */
    public static ChunkedVector copyOf(INDArray vector, int chunkLength) {
        List<float[]> chunks = new ArrayList<>();
        for (int i = 0; i < count(vector.length(), chunkLength); i++) {
            chunks.add(copyOf(vector, i, chunkLength));
        }
        return new ChunkedVector(chunkLength, chunks);
    }

    /**
     * A device's vector itself: each chunk is copied when it is asked for, so that a vector is
     * written down without a copy of all of it. Cannot be sent.
     */
    public static ChunkedVector over(INDArray vector, int chunkLength) {
        return new ChunkedVector(chunkLength, new DeviceChunks(vector, chunkLength));
    }

    /** A copy of chunk {@code index} of a device's vector. */
    public static float[] copyOf(INDArray vector, int index, int chunkLength) {
        long from = (long) index * chunkLength;
        return Nd4jTransfer.read(vector, from, (int) Math.min(chunkLength, vector.length() - from));
    }

    /** A vector of zeros. */
    public static ChunkedVector zeros(long length, int chunkLength) {
        List<float[]> chunks = new ArrayList<>();
        for (long from = 0; from < length; from += chunkLength) {
            chunks.add(new float[(int) Math.min(chunkLength, length - from)]);
        }
        return new ChunkedVector(chunkLength, chunks);
    }

    /** No numbers at all. */
    public static ChunkedVector empty(int chunkLength) {
        return new ChunkedVector(chunkLength, Collections.emptyList());
    }

    public boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** Overwrites a device's vector of the same length. */
    public void copyTo(INDArray vector) {
        for (int i = 0; i < chunks.size(); i++) {
            write(chunks.get(i), vector, i, chunkLength);
        }
    }

    /** Overwrites a flat tensor of the same length. */
    public void copyTo(Kernels kernels, Tensor flat) {
        for (int i = 0; i < chunks.size(); i++) {
            float[] chunk = chunks.get(i);
            kernels.write(chunk, 0, kernels.view(flat, (long) i * chunkLength, 1, chunk.length));
        }
    }

    /** Overwrites chunk {@code index} of a device's vector. */
    public static void write(float[] chunk, INDArray vector, int index, int chunkLength) {
        Nd4jTransfer.write(chunk, vector, (long) index * chunkLength);
    }

    private static final class DeviceChunks extends AbstractList<float[]> {
        private final INDArray vector;
        private final int chunkLength;

        private DeviceChunks(INDArray vector, int chunkLength) {
            this.vector = vector;
            this.chunkLength = chunkLength;
        }

        @Override
        public float[] get(int index) {
            return copyOf(vector, index, chunkLength);
        }

        @Override
        public int size() {
            return count(vector.length(), chunkLength);
        }
    }
}
