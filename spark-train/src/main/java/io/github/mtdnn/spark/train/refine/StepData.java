package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.data.PackedBatch;
import java.util.List;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * The batches of one step in the type that Deeplearning4j's Spark API moves data in. The arrays of
 * a {@link MultiDataSet} stay empty: packed batches live in memory that is reused from step to
 * step, not in an array per step.
 */
final class StepData extends MultiDataSet {
    private static final long serialVersionUID = 1L;

    private final transient StepPath path;
    private final transient List<PackedBatch> batches;

    StepData(StepPath path, List<PackedBatch> batches) {
        this.path = path;
        this.batches = batches;
    }

    StepPath path() {
        return path;
    }

    /** One per batch of the path; valid until the loader's next load. */
    List<PackedBatch> batches() {
        return batches;
    }
}
