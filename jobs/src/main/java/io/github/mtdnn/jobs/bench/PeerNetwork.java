package io.github.mtdnn.jobs.bench;

/** Somebody else's implementation of our network. */
public interface PeerNetwork extends StepNetwork, AutoCloseable {
    @Override
    void close();
}
