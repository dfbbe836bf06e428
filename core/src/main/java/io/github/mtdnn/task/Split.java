package io.github.mtdnn.task;

import java.io.Serializable;

/**
 * One part of a task's data. Most tasks have the three of {@link #TRAIN}, {@link #DEV} and {@link
 * #TEST}; MNLI, for example, has two of role DEV.
 *
 * @param name unique within the task, for example {@code matched_dev}; a folder name of the store
 * @param role what the split is for
 */
public record Split(String name, SplitRole role) implements Serializable {
    public static final Split TRAIN = new Split("train", SplitRole.TRAIN);
    public static final Split DEV = new Split("dev", SplitRole.DEV);
    public static final Split TEST = new Split("test", SplitRole.TEST);

    @Override
    public String toString() {
        return name;
    }
}
