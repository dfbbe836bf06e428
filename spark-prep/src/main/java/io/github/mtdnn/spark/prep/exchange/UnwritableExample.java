package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.Example;

/**
 * What keeps an example from being written, and what to do about it; whoever catches it knows where
 * the example stands. It is a message on its way, so it carries no stack trace.
 */
final class UnwritableExample extends RuntimeException {
    private final String uid;

    UnwritableExample(Example example, String message) {
        super(message, null, false, false);
        this.uid = example.uid();
    }

    /** Identifier of the example. */
    String uid() {
        return uid;
    }
}
