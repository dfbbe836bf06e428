package io.github.mtdnn.schedule;

import java.io.Serializable;

/** A strategy of mixing tasks: which tasks an epoch's batches come from, and in which order. */
@FunctionalInterface
public interface TaskMix extends Serializable {

    /**
     * The task of each batch of one epoch.
     *
     * @param batches number of batches n_t of each task t in one pass over its examples
     * @param seed of this epoch's order
     * @return task indices; a task's k-th occurrence stands for the k-th batch of its pass, going
     *     round where there are more occurrences than batches
     */
    int[] order(int[] batches, long seed);

    /**
     * Every batch of every task exactly once, in uniformly random order, so that tasks are sampled
     * in proportion to their size (MT-DNN, Liu et al. 2019, algorithm 1).
     */
    static TaskMix proportional() {
        return (batches, seed) -> {
            int total = 0;
            for (int count : batches) {
                total += count;
            }
            int[] order = new int[total];
            int next = 0;
            for (int task = 0; task < batches.length; task++) {
                for (int i = 0; i < batches[task]; i++) {
                    order[next++] = task;
                }
            }
            Shuffle.of(seed).inPlace(order);
            return order;
        };
    }
}
