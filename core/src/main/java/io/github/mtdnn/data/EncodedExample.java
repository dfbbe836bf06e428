package io.github.mtdnn.data;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An example as token ids, with specials and without padding; a row of an encoded shard.
 *
 * @param uid as in the raw data; unique within task and split
 * @param group what is ranked or judged together, or the windows of one document; empty where there
 *     is none. Examples of one group follow each other
 * @param inputIds one id per token, {@code [CLS]} first
 * @param tokenTypeIds 0 for the first text and its specials, 1 for the second
 * @param label class index, score, how good a candidate is (ranking), or whether the second text
 *     follows the first (masked-LM: 0 it does, 1 it does not); NaN where there is none
 * @param tokenLabels class index or masked piece of each token, {@link #NO_LABEL} where a token has
 *     none, {@link #UNKNOWN_LABEL} where it has one that is not known; empty where the task has no
 *     token labels
 * @param span the answer and where tokens stand in the text; {@link Span#NONE} where the task has
 *     none
 * @param evidence what predictions are judged with; {@link Evidence#NONE} where labels will do
 */
public record EncodedExample(
        String uid,
        String group,
        int[] inputIds,
        int[] tokenTypeIds,
        double label,
        int[] tokenLabels,
        Span span,
        Evidence evidence)
        implements Serializable {

    /** The label of a token that takes no part in the loss, and for which nothing is predicted. */
    public static final int NO_LABEL = -100;

    /** The label of a token for which something is predicted, where the data do not tell what. */
    public static final int UNKNOWN_LABEL = -1;

    /** The position of an answer that is not known. */
    public static final int NO_SPAN = -1;

    private static final int[] NO_LABELS = {};

    /**
     * An answer, and where each token stands in the text that holds it.
     *
     * @param first token position of the answer's first token, 0 for no answer; {@link #NO_SPAN}
     *     where it is not known
     * @param last token position of the answer's last token, as {@code first}
     * @param firstChars index of each token's first character (UTF-16) in the text; {@link
     *     #OUTSIDE} for a token that cannot be of an answer, such as those of the question
     * @param endChars index after each token's last character
     */
    public record Span(int first, int last, int[] firstChars, int[] endChars)
            implements Serializable {

        /** Offset of a token that is not of the text with the answer. */
        public static final int OUTSIDE = -1;

        /** For tasks without answers. */
        public static final Span NONE = new Span(NO_SPAN, NO_SPAN, new int[0], new int[0]);
    }

    /**
     * What predictions are judged with, beside the labels.
     *
     * @param text which the answer is cut from (span), or that a candidate stands for (ranking)
     * @param answers the right texts, each as good as the others; empty where there is none
     */
    public record Evidence(String text, List<String> answers) implements Serializable {

        /** For tasks that are judged by labels. */
        public static final Evidence NONE = new Evidence("", List.of());

        public Evidence {
            answers = List.copyOf(answers);
        }
    }

    /** An example that has a label of its own and nothing else. */
    public EncodedExample(String uid, int[] inputIds, int[] tokenTypeIds, double label) {
        this(uid, "", inputIds, tokenTypeIds, label, NO_LABELS, Span.NONE, Evidence.NONE);
    }

    /** The same example in a group. */
    public EncodedExample inGroup(String name) {
        return new EncodedExample(
                uid, name, inputIds, tokenTypeIds, label, tokenLabels, span, evidence);
    }

    /** The same example with a label for each token. */
    public EncodedExample withTokenLabels(int[] labels) {
        return new EncodedExample(
                uid, group, inputIds, tokenTypeIds, label, labels, span, evidence);
    }

    /** The same example with an answer. */
    public EncodedExample withSpan(Span answer) {
        return new EncodedExample(
                uid, group, inputIds, tokenTypeIds, label, tokenLabels, answer, evidence);
    }

    /** The same example with what it is judged with. */
    public EncodedExample withEvidence(String text, List<String> answers) {
        return new EncodedExample(
                uid,
                group,
                inputIds,
                tokenTypeIds,
                label,
                tokenLabels,
                span,
                new Evidence(text, answers));
    }

    /**
     * Whether a row goes on with the group of the row before it. A row without a group is one of
     * its own.
     */
    public static boolean isSameGroup(String group, String groupBefore) {
        return !group.isEmpty() && group.equals(groupBefore);
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
