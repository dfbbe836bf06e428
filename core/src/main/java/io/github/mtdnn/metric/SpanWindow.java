package io.github.mtdnn.metric;

/**
 * What the span task head gives for one window of a context, by token; position 0 is [CLS].
 *
 * @param startLogits of each token being the answer's first
 * @param endLogits of each token being the answer's last
 * @param firstChars index of each context token's first character; {@link #NO_CONTEXT} for others
 * @param endChars index after each context token's last character
 */
public record SpanWindow(
        double[] startLogits, double[] endLogits, int[] firstChars, int[] endChars) {
    /** Offset of a token that is not of the context: a special, of the question, or padding. */
    public static final int NO_CONTEXT = -1;

    public SpanWindow {
        int tokens = startLogits.length;
        if (tokens == 0
                || endLogits.length != tokens
                || firstChars.length != tokens
                || endChars.length != tokens) {
            throw new IllegalArgumentException(
                    "%d start logits, %d end logits, %d first and %d end offsets of a window"
                            .formatted(
                                    tokens, endLogits.length, firstChars.length, endChars.length));
        }
    }

    boolean isContext(int token) {
        return firstChars[token] != NO_CONTEXT;
    }

    /** Score of there being no answer in this window. */
    double nullScore() {
        return startLogits[0] + endLogits[0];
    }
}
