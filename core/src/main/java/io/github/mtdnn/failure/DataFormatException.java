package io.github.mtdnn.failure;

/** A data set, vocabulary, checkpoint or shard is not what it has to be. */
public final class DataFormatException extends UserFailure {
    public DataFormatException(String message) {
        super(message, null);
    }

    public DataFormatException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 3;
    }
}
