package io.github.mtdnn.model;

import io.github.mtdnn.kernels.IdleAdamW;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.RowUpdates;
import io.github.mtdnn.kernels.Sequences;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.kernels.UpdateRule;
import java.util.Arrays;

/**
 * Updates of the word embeddings, of which a step uses few rows. Those are updated in it; the
 * others, which have no gradient, wait until a batch uses them, or until {@link #settle}, and then
 * take all steps that they have missed at once. So a step costs as much as its words, whatever the
 * size of the vocabulary, and the result is within rounding that of updates of all rows in every
 * step. Which is what happens where waiting cannot be: in the first hundred steps or so ({@link
 * IdleAdamW#describes}), and in steps that read all rows.
 */
final class WordUpdates {
    /** After so many steps all rows take them, to bound what is kept of the steps. */
    private static final int LONGEST_WAIT = 1024;

    private final Kernels kernels;
    private final RowUpdates rowKernels;
    private final Tensor parameters;
    private final Tensor gradient;
    private final Tensor firstMoment;
    private final Tensor secondMoment;

    private Readers readers = Readers.UNKNOWN;

    /** Rows with a gradient, if batches are the readers: the first {@code usedCount}. */
    private final int[] used;

    private int usedCount;
    private final boolean[] isUsed;

    /** Steps since all rows were up to date. */
    private int steps;

    /** For each row, how many of these it has taken. */
    private final int[] taken;

    /** The steps that a row has missed that has taken so many. */
    private final IdleAdamW[] missed = new IdleAdamW[LONGEST_WAIT];

    /** Rows to catch up with. */
    private final int[] behind;

    /** Who has put a gradient in, in the current step. */
    private enum Readers {
        UNKNOWN,
        BATCHES,
        ALL_ROWS
    }

    /** The tensors are (V, D). */
    WordUpdates(
            Kernels kernels,
            RowUpdates rowKernels,
            Tensor parameters,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment) {
        this.kernels = kernels;
        this.rowKernels = rowKernels;
        this.parameters = parameters;
        this.gradient = gradient;
        this.firstMoment = firstMoment;
        this.secondMoment = secondMoment;
        int rows = parameters.rows();
        used = new int[rows];
        isUsed = new boolean[rows];
        taken = new int[rows];
        behind = new int[rows];
        Arrays.setAll(missed, i -> new IdleAdamW());
    }

    /** Brings the rows up to date that a batch of the next step reads. */
    void prepareFor(Sequences batch, boolean readsAllRows) {
        if (readsAllRows) {
            settle();
            readers = Readers.ALL_ROWS;
            return;
        }
        if (readers == Readers.UNKNOWN) {
            readers = Readers.BATCHES;
        }
        int[] ids = batch.inputIds();
        int behindCount = 0;
        for (int n = 0; n < batch.tokens(); n++) {
            int row = ids[n];
            if (!isUsed[row]) {
                isUsed[row] = true;
                used[usedCount++] = row;
                if (taken[row] < steps) {
                    behind[behindCount++] = row;
                }
            }
        }
        catchUp(behindCount);
    }

    private void catchUp(int count) {
        if (count > 0) {
            rowKernels.catchUpRows(
                    missed, taken, behind, count, firstMoment, secondMoment, parameters);
        }
        for (int i = 0; i < count; i++) {
            taken[behind[i]] = steps;
        }
    }

    /** Whether a step by this rule, now, leaves alone the rows that no batch has used. */
    boolean updatesUsedRowsOnly(UpdateRule.AdamW rule) {
        return readers == Readers.BATCHES && IdleAdamW.describes(rule);
    }

    /** Of the gradient of rows that batches have used, which no other rows have. */
    double sumOfSquares() {
        return rowKernels.sumOfSquaresOfRows(gradient, used, usedCount);
    }

    /** One step, after which the gradient is zero. */
    void update(UpdateRule.AdamW rule, float gradientScale) {
        if (updatesUsedRowsOnly(rule)) {
            updateUsed(rule, gradientScale);
        } else {
            settle();
            kernels.update(rule, gradientScale, gradient, firstMoment, secondMoment, parameters);
        }
    }

    private void updateUsed(UpdateRule.AdamW rule, float gradientScale) {
        rowKernels.updateRows(
                rule,
                gradientScale,
                used,
                usedCount,
                gradient,
                firstMoment,
                secondMoment,
                parameters);
        missed[steps].clear();
        steps++;
        for (int i = 0; i < steps; i++) {
            missed[i].add(rule);
        }
        for (int i = 0; i < usedCount; i++) {
            taken[used[i]] = steps;
        }
        if (steps == LONGEST_WAIT) {
            settle();
        }
    }

    /** Forgets who has put a gradient in. */
    void endStep() {
        readers = Readers.UNKNOWN;
        for (int i = 0; i < usedCount; i++) {
            isUsed[used[i]] = false;
        }
        usedCount = 0;
    }

    /** Brings all rows up to date. */
    void settle() {
        if (steps == 0) {
            return;
        }
        int count = 0;
        for (int row = 0; row < taken.length; row++) {
            if (taken[row] < steps) {
                behind[count++] = row;
            }
        }
        catchUp(count);
        Arrays.fill(taken, 0);
        steps = 0;
    }
}
