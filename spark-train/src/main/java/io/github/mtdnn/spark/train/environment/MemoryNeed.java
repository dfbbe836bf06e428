package io.github.mtdnn.spark.train.environment;

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

    long bytes() {
        return Math.multiplyExact(bytesPerWorker, workers);
    }
}
