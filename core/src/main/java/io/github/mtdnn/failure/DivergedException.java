package io.github.mtdnn.failure;

/** Training left the numbers that can be trained on (NaN or infinite loss). */
public final class DivergedException extends UserFailure {
    public DivergedException(String message) {
        super(message, null);
    }

    public DivergedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 4;
    }
}
