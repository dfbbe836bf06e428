package io.github.mtdnn.data;

import io.github.mtdnn.kernels.Sequences;
import java.util.Arrays;

/**
 * The examples of one step on one worker, all of one task, without padding: see {@link Sequences}
 * for the layout. Filled, used and cleared again; its memory is reused, and grows when a batch
 * needs more.
 */
public final class PackedBatch implements Sequences {
    private int task;
    private long position;
    private int count;
    private int[] offsets = new int[33];
    private int[] inputIds = new int[1024];
    private int[] tokenTypeIds = new int[1024];
    private double[] labels = new double[32];

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

    /** Adds one example. */
    public void add(EncodedExample example) {
        add(example.inputIds(), example.tokenTypeIds(), 0, example.length(), example.label());
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
