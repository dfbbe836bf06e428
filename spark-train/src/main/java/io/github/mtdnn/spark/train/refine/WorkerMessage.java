package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.spark.train.table.StepReport;
import java.io.Serializable;
import java.util.List;

/** What a worker gives back after a round. */
sealed interface WorkerMessage extends Serializable {

    /** Number of the worker, from 0. */
    int worker();

    /**
     * One chunk of its parameters, or of its optimiser state.
     *
     * @param worker number of the worker, or {@link #AVERAGE} for the mean of all
     * @param examples examples of the round, by task: the weight of its result
     */
    record Chunk(int worker, long[] examples, float[] values) implements WorkerMessage {
        static final int AVERAGE = -1;
    }

    /**
     * What it did, once a round.
     *
     * @param stepCounts updates made so far of the shared part and of each task head
     */
    record Report(int worker, long[] examples, long[] stepCounts, List<StepReport> steps)
            implements WorkerMessage {}
}
