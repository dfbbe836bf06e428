package io.github.mtdnn.spark.train.compare;

import java.util.Comparator;

/** A split of a task that a run has been scored on. */
record TaskSplit(String task, String split) implements Comparable<TaskSplit> {
    @Override
    public int compareTo(TaskSplit other) {
        return Comparator.comparing(TaskSplit::task)
                .thenComparing(TaskSplit::split)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return task + "/" + split;
    }
}
