package io.github.mtdnn.kernels;

/**
 * Updates of some rows of a table, whose other rows have no gradient, for less than an update of
 * all of it: an embedding's, of which a batch looks up a few.
 *
 * <p>Tables are (V, D); rows are numbers from 0 to V-1, each at most once, of which {@code count}
 * are meant.
 */
public interface RowUpdates {

    /** Σ x² over the rows, summed in double precision. */
    double sumOfSquaresOfRows(Tensor table, int[] rows, int count);

    /** {@link Kernels#update} of the rows; afterwards their gradient is zero. */
    void updateRows(
            UpdateRule.AdamW rule,
            float gradScale,
            int[] rows,
            int count,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment,
            Tensor parameters);

    /**
     * Takes the steps that rows have missed, in which they had no gradient.
     *
     * @param missed steps, by the number that {@code numbers} has for a row
     * @param numbers for each row of the table, whether it is meant or not
     */
    void catchUpRows(
            IdleAdamW[] missed,
            int[] numbers,
            int[] rows,
            int count,
            Tensor firstMoment,
            Tensor secondMoment,
            Tensor parameters);
}
