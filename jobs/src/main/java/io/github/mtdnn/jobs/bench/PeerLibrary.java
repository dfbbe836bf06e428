package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.kernels.Precision;

/**
 * Somebody else's library, whose steps are timed beside ours. Found on the class path by {@link
 * java.util.ServiceLoader}, so that what we ship does without it.
 */
public interface PeerLibrary {
    /**
     * Before minutes are spent on what cannot be compared.
     *
     * @throws io.github.mtdnn.failure.EnvironmentException where a part of the library is missing
     */
    void requireUsable();

    /** Name and version, for the table of results. */
    String name();

    /**
     * The network, to be used and closed by the calling thread.
     *
     * @param precision of products, {@code FLOAT32} or {@code BF16}
     */
    PeerNetwork open(StepSpec spec, Precision precision, int threads);
}
