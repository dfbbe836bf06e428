package io.github.mtdnn.failure;

/**
 * A failure that the user can mend. Its message is one paragraph that says where it happened, what
 * was found, what is allowed and what to do; the command line prints it without a stack trace and
 * ends with {@link #exitCode()}.
 */
public abstract sealed class UserFailure extends RuntimeException
        permits ConfigException, DataFormatException, DivergedException, EnvironmentException {

    UserFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Exit code of the process: 2 configuration, 3 data, 4 training diverged, 5 environment. */
    public abstract int exitCode();
}
