package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import org.apache.spark.api.java.JavaRDD;

/**
 * The examples of a split that are worked with: those of its raw data, or of its sample, after each
 * row has been checked by itself and against the others.
 */
public final class CheckedSplit {
    private final RawSplit raw;
    private final ExampleRows taken;

    private CheckedSplit(RawSplit raw, ExampleRows taken) {
        this.raw = raw;
        this.taken = taken;
    }

    /**
     * @param raw the split, each row checked by itself
     * @param taken the rows of it that are worked with
     * @throws io.github.mtdnn.failure.DataFormatException where two rows have the same identifier,
     *     or the rows of a group do not follow each other
     */
    static CheckedSplit of(RawSplit raw, ExampleRows taken, Task task, SplitSource source) {
        UniqueUids.require(raw, task, source);
        UnbrokenGroups.require(raw, task, source);
        return new CheckedSplit(raw, taken);
    }

    /**
     * The examples in the order of the raw data.
     *
     * @param rowsPerPartition of each partition but the last
     */
    public JavaRDD<Example> examples(int rowsPerPartition) {
        return taken.examples(rowsPerPartition);
    }

    /**
     * Where an example stands in the raw data, for messages; reads the split again.
     *
     * @param uid of one of the examples
     */
    public String locate(String uid) {
        long row =
                NumberedRows.of(raw)
                        .filter(numbered -> numbered._2().uid().equals(uid))
                        .keys()
                        .first();
        return raw.locate(row);
    }
}
