package io.github.mtdnn.task;

import java.io.Serializable;

/**
 * Which part of a training split is trained on, to see what a model learns from little data. The
 * samples of one seed lie within each other: a larger one has all rows of a smaller one.
 *
 * @param share part of the rows, greater than 0, at most 1; without effect where {@code rows} is
 *     given
 * @param rows number of rows; 0 where {@code share} says how many
 * @param seed which of the many samples of that size
 */
public record Sample(double share, int rows, int seed) implements Serializable {
    /** Every row. */
    public static final Sample ALL = new Sample(1, 0, 0);

    /** Whether every row is taken. */
    public boolean isAll() {
        return rows == 0 && share == 1;
    }
}
