package io.github.mtdnn.failure;

/** This machine or cluster cannot do the work: backend, memory, device. */
public final class EnvironmentException extends UserFailure {
    public EnvironmentException(String message) {
        super(message, null);
    }

    public EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 5;
    }
}
