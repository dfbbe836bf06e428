package io.github.mtdnn.spark.failure;

import io.github.mtdnn.failure.UserFailure;

/** Finds the cause that a Spark job's failure is really about. */
public final class TaskFailures {
    private TaskFailures() {}

    /**
     * What to throw on the driver where a Spark action failed: the {@link UserFailure} that a task
     * threw, where there is one among the causes; otherwise the failure itself, unchecked. An
     * {@link Error} is thrown at once.
     *
     * <pre>
     *   try {
     *       return rdd.collect();
     *   } catch (Exception e) { // Spark's are checked, but not declared
     *       throw TaskFailures.unwrap(e);
     *   }
     * </pre>
     */
    public static RuntimeException unwrap(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserFailure userFailure) {
                return userFailure;
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(failure.getMessage(), failure);
    }
}
