package io.github.mtdnn.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

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

    /**
     * Takes the words out of a sentence of pieces.
     *
     * @param labels label index of the first piece of each word, {@link EntityTags#IGNORED}
     *     everywhere else
     * @param predictions label index predicted at each position
     */
    public static TaggedSentence ofPieces(int[] labels, int[] predictions) {
        Lengths.requireSame(labels.length, predictions.length);
        return at(
                IntStream.range(0, labels.length)
                        .filter(i -> labels[i] != EntityTags.IGNORED)
                        .toArray(),
                labels,
                predictions);
    }

    /** Takes the words at some positions of a sentence of pieces. */
    public static TaggedSentence at(int[] positions, int[] labels, int[] predictions) {
        return new TaggedSentence(
                Arrays.stream(positions).map(i -> labels[i]).toArray(),
                Arrays.stream(positions).map(i -> predictions[i]).toArray());
    }

    TaggedSentence withAllTagged(int prediction) {
        int[] predictions = new int[labels.length];
        Arrays.fill(predictions, prediction);
        return new TaggedSentence(labels, predictions);
    }
}
