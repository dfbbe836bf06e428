package io.github.mtdnn.data;

import io.github.mtdnn.kernels.Sequences;
import java.util.Arrays;

/**
 * The examples of one step on one worker, all of one task, without padding: see {@link Sequences}
 * for the layout. Filled, used and cleared again; its memory is reused, and grows when a batch
 * needs more.
 *
 * <p>An example is added first; what some types of tasks have beside its label is put after it:
 *
 * <pre>
 *   ranking             {@link #beginGroup} before the first candidate of each group
 *   span                {@link #putSpan}
 *   sequence-labeling   {@link #putTokenLabels}: classes
 *   masked-lm           {@link #putTokenLabels}: pieces behind the masked tokens
 * </pre>
 */
public final class PackedBatch implements Sequences {
    private int task;
    private long position;
    private int count;
    private int[] offsets = new int[33];
    private int[] inputIds = new int[1024];
    private int[] tokenTypeIds = new int[1024];
    private double[] labels = new double[32];
    private final IntColumn tokenLabels = new IntColumn(EncodedExample.NO_LABEL);
    private final IntColumn answerMask = new IntColumn(1);
    private final IntColumn spanStarts = new IntColumn(EncodedExample.NO_SPAN);
    private final IntColumn spanEnds = new IntColumn(EncodedExample.NO_SPAN);
    private final IntColumn groupStarts = new IntColumn(0);
    private int groups;
    private String group = "";

    /**
     * Empties the batch.
     *
     * @param task index of the task that the examples to come belong to
     */
    public void clear(int task) {
        clear(task, 0);
    }

    /**
     * Empties the batch.
     *
     * @param task index of the task that the examples to come belong to
     * @param position of the batch in the training plan
     */
    public void clear(int task, long position) {
        this.task = task;
        this.position = position;
        count = 0;
        groups = 0;
        group = "";
        tokenLabels.clear();
        answerMask.clear();
        spanStarts.clear();
        spanEnds.clear();
        groupStarts.clear();
    }

    /**
     * Adds an example whose tokens stand in larger arrays.
     *
     * @param from where its tokens begin in both arrays
     * @param length its number of tokens, at least 1
     * @param label class index or score; NaN where there is none
     */
    public void add(int[] ids, int[] types, int from, int length, double label) {
        if (length < 1) {
            throw new IllegalArgumentException("an example has at least one token, not " + length);
        }
        int start = tokens();
        reserve(count + 1, start + length);
        System.arraycopy(ids, from, inputIds, start, length);
        System.arraycopy(types, from, tokenTypeIds, start, length);
        labels[count] = label;
        count++;
        offsets[count] = start + length;
    }

    /**
     * Adds one example with all it has. Examples of one group stand together in one batch; where
     * the group's name changes, another group begins.
     */
    public void add(EncodedExample example) {
        if (!example.group().equals(group)) {
            group = example.group();
            beginGroup();
        }
        add(example.inputIds(), example.tokenTypeIds(), 0, example.length(), example.label());
        if (example.tokenLabels().length > 0) {
            putTokenLabels(example.tokenLabels(), 0);
        }
        putSpan(example.span());
    }

    /** The examples to come, until the next call, are candidates of one group. */
    public void beginGroup() {
        groupStarts.put(groups, count);
        groups++;
    }

    /**
     * Puts the token labels of the example added last.
     *
     * @param source where they stand, one per token; {@link EncodedExample#NO_LABEL}: none
     * @param from where they begin
     */
    public void putTokenLabels(int[] source, int from) {
        tokenLabels.put(offsets[count - 1], source, from, lastLength());
    }

    /** Puts the answer of the example added last. */
    public void putSpan(EncodedExample.Span span) {
        if (span.firstChars().length > 0) {
            putSpan(span.first(), span.last(), span.firstChars(), 0);
        } else {
            putSpan(span.first(), span.last());
        }
    }

    /**
     * Puts the answer of the example added last, which any of its tokens may begin or end.
     *
     * @param first position of its first token within the example; 0 where there is no answer
     * @param last position of its last token
     */
    public void putSpan(int first, int last) {
        spanStarts.put(count - 1, first);
        spanEnds.put(count - 1, last);
    }

    /**
     * Puts the answer of the example added last. Its first token, which stands for no answer, and
     * the tokens within the text may begin or end it; the others, such as those of the question,
     * may not.
     *
     * @param firstChars where the first characters of the tokens stand in the text, {@link
     *     EncodedExample.Span#OUTSIDE} for those that are not of it
     * @param from where those of this example begin
     */
    public void putSpan(int first, int last, int[] firstChars, int from) {
        putSpan(first, last);
        int start = offsets[count - 1];
        answerMask.put(start, 1);
        for (int t = 1; t < lastLength(); t++) {
            answerMask.put(start + t, firstChars[from + t] == EncodedExample.Span.OUTSIDE ? 0 : 1);
        }
    }

    /** Index of the task that the examples belong to. */
    public int task() {
        return task;
    }

    /** Position of the batch in the training plan, by which its dropout is drawn. */
    public long position() {
        return position;
    }

    /** Label of each example; entries 0 to B-1 count. */
    public double[] labels() {
        return labels;
    }

    /** Label of each token, {@link EncodedExample#NO_LABEL}: none; entries 0 to N-1 count. */
    public int[] tokenLabels() {
        return tokenLabels.values(tokens());
    }

    /** 1 for each token that may begin or end an answer, else 0; entries 0 to N-1 count. */
    public int[] answerMask() {
        return answerMask.values(tokens());
    }

    /**
     * Position of each answer's first token within its sequence, {@link EncodedExample#NO_SPAN}:
     * not known; entries 0 to B-1 count.
     */
    public int[] spanStarts() {
        return spanStarts.values(count);
    }

    /** Position of each answer's last token, as {@link #spanStarts}. */
    public int[] spanEnds() {
        return spanEnds.values(count);
    }

    /** Number of groups G; 0 where the examples are not grouped. */
    public int groups() {
        return groups;
    }

    /**
     * Where each group begins: group g has the sequences {@code groupOffsets[g] ..
     * groupOffsets[g+1]-1}; entries 0 to G count.
     */
    public int[] groupOffsets() {
        groupStarts.put(groups, count);
        return groupStarts.values(groups + 1);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int tokens() {
        return offsets[count];
    }

    @Override
    public int[] offsets() {
        return offsets;
    }

    @Override
    public int[] inputIds() {
        return inputIds;
    }

    @Override
    public int[] tokenTypeIds() {
        return tokenTypeIds;
    }

    private int lastLength() {
        return offsets[count] - offsets[count - 1];
    }

    private void reserve(int sequences, int tokens) {
        if (labels.length < sequences) {
            labels = Arrays.copyOf(labels, 2 * sequences);
            offsets = Arrays.copyOf(offsets, 2 * sequences + 1);
        }
        if (inputIds.length < tokens) {
            inputIds = Arrays.copyOf(inputIds, Math.max(tokens, 2 * inputIds.length));
            tokenTypeIds = Arrays.copyOf(tokenTypeIds, inputIds.length);
        }
    }
}
