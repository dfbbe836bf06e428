package io.github.mtdnn.task;

import java.io.Serializable;
import java.util.List;

/**
 * An example whose texts have been tokenised before, somewhere else.
 *
 * @param sequences one, or one for each candidate
 */
public record TokenizedExample(String uid, List<Sequence> sequences) implements Example {
    public TokenizedExample {
        sequences = List.copyOf(sequences);
    }

    @Override
    public TokenizedExample withUid(String other) {
        return new TokenizedExample(other, sequences);
    }

    /**
     * Tokens, with specials and without padding.
     *
     * @param name of the candidate; empty where there are none
     * @param inputIds one id per token
     * @param tokenTypeIds 0 for the first text and its specials, 1 for the second
     * @param label class index, score or relevance; NaN where there is none
     * @param tokenLabels of each token, as an {@code EncodedExample} has them; empty where the task
     *     has none
     */
    public record Sequence(
            String name, int[] inputIds, int[] tokenTypeIds, double label, int[] tokenLabels)
            implements Serializable {}
}
