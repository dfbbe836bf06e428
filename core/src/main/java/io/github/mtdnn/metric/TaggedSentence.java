package io.github.mtdnn.metric;

/**
 * The tags of one sentence and those predicted for it, word by word.
 *
 * @param labels label index of each word
 * @param predictions label index predicted for each word
 */
public record TaggedSentence(int[] labels, int[] predictions) {
    public TaggedSentence {
        Lengths.requireSame(labels.length, predictions.length);
    }
}
