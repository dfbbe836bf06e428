package io.github.mtdnn.data;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * An example as token ids, with specials and without padding; a row of an encoded shard.
 *
 * @param uid as in the raw data; unique within task and split
 * @param group what is ranked together, or the windows of one document; empty where there is none
 * @param inputIds one id per token, {@code [CLS]} first
 * @param tokenTypeIds 0 for the first text and its specials, 1 for the second
 * @param label class index, score, how good a candidate is (ranking), or whether the second text
 *     follows the first (masked-LM: 0 it does, 1 it does not); NaN where there is none
 * @param tokenLabels class index or masked piece of each token, {@link #NO_LABEL} where a token has
 *     none; empty where the task has no token labels
 * @param spanStart token position of the answer's first token, 0 for no answer; {@link #NO_SPAN}
 *     where it is not known
 * @param spanEnd token position of the answer's last token, as {@code spanStart}
 * @param answerMask 1 for each token that may begin or end an answer, 0 for the others, such as
 *     those of the question; empty where every token may
 */
public record EncodedExample(
        String uid,
        String group,
        int[] inputIds,
        int[] tokenTypeIds,
        double label,
        int[] tokenLabels,
        int spanStart,
        int spanEnd,
        int[] answerMask)
        implements Serializable {

    /** The label of a token that takes no part in the loss. */
    public static final int NO_LABEL = -100;

    /** The position of an answer that is not known. */
    public static final int NO_SPAN = -1;

    private static final int[] NONE = {};

    /** An example that has a label of its own and nothing else. */
    public EncodedExample(String uid, int[] inputIds, int[] tokenTypeIds, double label) {
        this(uid, "", inputIds, tokenTypeIds, label, NONE, NO_SPAN, NO_SPAN, NONE);
    }

    /** The same example in a group. */
    public EncodedExample inGroup(String name) {
        return new EncodedExample(
                uid,
                name,
                inputIds,
                tokenTypeIds,
                label,
                tokenLabels,
                spanStart,
                spanEnd,
                answerMask);
    }

    /** The same example with a label for each token. */
    public EncodedExample withTokenLabels(int[] labels) {
        return new EncodedExample(
                uid, group, inputIds, tokenTypeIds, label, labels, spanStart, spanEnd, answerMask);
    }

    /** The same example with an answer, and the tokens that may be one. */
    public EncodedExample withSpan(int start, int end, int[] mask) {
        return new EncodedExample(
                uid, group, inputIds, tokenTypeIds, label, tokenLabels, start, end, mask);
    }

    /** Number of tokens, specials included. */
    public int length() {
        return inputIds.length;
    }

    /** The label, where the split has labels. */
    public OptionalDouble labelIfKnown() {
        return Double.isNaN(label) ? OptionalDouble.empty() : OptionalDouble.of(label);
    }
}
