package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.EncodedExample;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one shard in memory, packed: the tokens of row {@code r} stand at {@code offsets[r]}
 * to {@code offsets[r + 1] - 1} of all token arrays. The arrays are handed out, not copied; who
 * reads a shard does not write to it.
 *
 * <p>R rows, T tokens, G groups. An array of what no row has, or what was not read, is empty.
 *
 * @param offsets where each row's tokens begin, and the end of the last: (R + 1)
 * @param inputIds token ids: (T)
 * @param tokenTypeIds token types, 0 or 1: (T)
 * @param labels class index or score of each row, NaN where there is none: (R)
 * @param groupStarts first row of each group, the first of them 0, and R: (G + 1). Row 0 may belong
 *     to the last group of the shard before, see {@link
 *     io.github.mtdnn.data.Manifest.Shard#continuesGroup}
 * @param tokenLabels (T) or empty
 * @param spans answers
 * @param evidence empty where the shard was read for training
 */
public record EncodedShard(
        int[] offsets,
        int[] inputIds,
        int[] tokenTypeIds,
        double[] labels,
        int[] groupStarts,
        int[] tokenLabels,
        Spans spans,
        Evidence evidence) {

    /**
     * Answers of the rows.
     *
     * @param first position of the first token within its row, {@link EncodedExample#NO_SPAN}: not
     *     known: (R)
     * @param last position of the last token: (R)
     * @param firstChars offset of each token's first character in the text: (T) or empty
     */
    public record Spans(int[] first, int[] last, int[] firstChars) {}

    /**
     * What predictions are named and judged by.
     *
     * @param uids identifiers: (R)
     * @param groups empty text where a row has none: (R)
     * @param endChars offset after each token's last character in the text: (T) or empty
     * @param texts (R)
     * @param answers (R)
     */
    public record Evidence(
            List<String> uids,
            List<String> groups,
            int[] endChars,
            List<String> texts,
            List<List<String>> answers) {
        static final Evidence NONE =
                new Evidence(List.of(), List.of(), new int[0], List.of(), List.of());
    }

    /** Number of rows R. */
    public int rows() {
        return labels.length;
    }

    /** Number of tokens T of all rows. */
    public int tokens() {
        return inputIds.length;
    }

    /** Number of tokens of a row. */
    public int length(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** A row with all it has; the shard was not read for training. */
    public EncodedExample example(int row) {
        EncodedExample.Span span =
                new EncodedExample.Span(
                        spans.first()[row],
                        spans.last()[row],
                        ofRow(row, spans.firstChars()),
                        ofRow(row, evidence.endChars()));
        return new EncodedExample(
                        evidence.uids().get(row),
                        ofRow(row, inputIds),
                        ofRow(row, tokenTypeIds),
                        labels[row])
                .inGroup(evidence.groups().get(row))
                .withTokenLabels(ofRow(row, tokenLabels))
                .withSpan(span)
                .withEvidence(evidence.texts().get(row), evidence.answers().get(row));
    }

    private int[] ofRow(int row, int[] values) {
        return values.length == 0
                ? values
                : Arrays.copyOfRange(values, offsets[row], offsets[row + 1]);
    }
}
