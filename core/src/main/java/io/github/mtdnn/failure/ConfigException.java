package io.github.mtdnn.failure;

/** A setting is unknown, missing, of the wrong type or out of its range. */
public final class ConfigException extends UserFailure {
    public ConfigException(String message) {
        super(message, null);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 2;
    }
}
