package io.github.mtdnn.spark.prep.profile;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.task.TaskType;
import java.util.Arrays;
import java.util.List;

/**
 * What the rows of a shard are labelled with, by the type of the task.
 *
 * @param type of the task
 */
record ShardLabels(TaskType type, EncodedShard shard) {
    /** In place of the target of a row without label. */
    static final long NO_TARGET = Long.MAX_VALUE;

    /** In place of the class of a row or token without one. */
    static final int NO_CLASS = -1;

    /** Names of the classes of a span task. */
    static final List<String> ANSWERED = List.of("no answer", "answer");

    /** Class of each row, or of each token in sequence labelling; empty where there are none. */
    int[] classes() {
        return switch (type) {
            case CLASSIFICATION ->
                    Arrays.stream(shard.labels())
                            .mapToInt(label -> Double.isNaN(label) ? NO_CLASS : (int) label)
                            .toArray();
            case SPAN ->
                    Arrays.stream(shard.spans().first())
                            .map(
                                    first ->
                                            first == EncodedExample.NO_SPAN
                                                    ? NO_CLASS
                                                    : Math.min(first, 1))
                            .toArray();
            case SEQUENCE_LABELING ->
                    Arrays.stream(shard.tokenLabels())
                            .map(label -> label == EncodedExample.NO_LABEL ? NO_CLASS : label)
                            .toArray();
            case REGRESSION, RANKING, MASKED_LM -> new int[0];
        };
    }

    /** Score of each row, NaN where it has none; empty where labels are no scores. */
    double[] scores() {
        return switch (type) {
            case REGRESSION, RANKING -> shard.labels();
            case CLASSIFICATION, SPAN, SEQUENCE_LABELING, MASKED_LM -> new double[0];
        };
    }

    /** A number that is the same for two rows with the same label. */
    long target(int row, RowHash hash) {
        return switch (type) {
            case CLASSIFICATION, REGRESSION, RANKING -> {
                double label = shard.labels()[row];
                yield Double.isNaN(label) ? NO_TARGET : Double.doubleToLongBits(label);
            }
            case SPAN -> {
                int first = shard.spans().first()[row];
                yield first == EncodedExample.NO_SPAN
                        ? NO_TARGET
                        : (long) first << Integer.SIZE | shard.spans().last()[row];
            }
            case SEQUENCE_LABELING -> tags(row, hash);
            case MASKED_LM -> NO_TARGET;
        };
    }

    private long tags(int row, RowHash hash) {
        int[] labels = shard.tokenLabels();
        boolean labelled = false;
        for (int i = shard.offsets()[row]; labels.length > 0 && i < shard.offsets()[row + 1]; i++) {
            labelled |= labels[i] >= 0; // neither none nor one that is not known
        }
        return labelled ? hash.of(row, labels) : NO_TARGET;
    }
}
