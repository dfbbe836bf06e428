package io.github.mtdnn.spark.train.environment;

import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterLayout;
import java.io.Serializable;

/**
 * Memory outside the heap that a JVM will need.
 *
 * @param bytesPerWorker weights, gradients, optimiser state and activations of one network
 * @param workers networks that are trained or evaluated at the same time in one JVM
 */
public record MemoryNeed(long bytesPerWorker, int workers) implements Serializable {
    /** For jobs that hold no network. */
    public static final MemoryNeed NONE = new MemoryNeed(0, 0);

    /**
     * What training takes: parameters, gradients, two vectors of optimiser state, and the memory of
     * a pass through the network.
     *
     * @param batchSize examples of the largest batch
     * @param maxSeqLength tokens of the longest example
     * @param workers trained at the same time in one JVM
     */
    public static MemoryNeed ofTraining(
            NetworkSpec network, int batchSize, int maxSeqLength, int workers) {
        int parameters = Math.toIntExact(new ParameterLayout(network).size());
        AllocationCounter counter = new AllocationCounter();
        Tensor flat = AllocationCounter.tensor(1, parameters);
        Network pass =
                new Network(
                        network,
                        counter.kernels(),
                        flat,
                        flat,
                        Math.multiplyExact(batchSize, maxSeqLength),
                        batchSize);
        long vectors = 4L * Float.BYTES * new ParameterLayout(pass.spec()).size();
        return new MemoryNeed(vectors + counter.bytes(), workers);
    }

    long bytes() {
        return Math.multiplyExact(bytesPerWorker, workers);
    }
}
