package io.github.mtdnn.spark.prep.profile;

import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.text.SequenceLayout;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was counted in a split, or in a part of it. */
final class SplitCounts implements Serializable {
    private static final long serialVersionUID = 1;

    private final TreeMap<Integer, Long> lengths = new TreeMap<>();
    private final TreeMap<Integer, Long> classes = new TreeMap<>();
    private ScoreRange scores = ScoreRange.NONE;
    private long labelledRows;
    private long emptyRows;
    private TextCounts texts = TextCounts.NONE;

    /**
     * What is in one shard, but for its texts.
     *
     * @param targets of its rows, see {@link ShardLabels#target}
     */
    static SplitCounts of(
            EncodedShard shard, ShardLabels labels, long[] targets, SequenceLayout layout) {
        SplitCounts counts = new SplitCounts();
        for (int row = 0; row < shard.rows(); row++) {
            counts.lengths.merge(shard.length(row), 1L, Long::sum);
            counts.emptyRows += hasEmptyText(shard, row, layout) ? 1 : 0;
            counts.labelledRows += targets[row] == ShardLabels.NO_TARGET ? 0 : 1;
        }
        for (int label : labels.classes()) {
            if (label != ShardLabels.NO_CLASS) {
                counts.classes.merge(label, 1L, Long::sum);
            }
        }
        for (double score : labels.scores()) {
            if (!Double.isNaN(score)) {
                counts.scores = counts.scores.add(score);
            }
        }
        return counts;
    }

    /** Around an empty text two specials meet: those at the beginning, or those at the end. */
    private static boolean hasEmptyText(EncodedShard shard, int row, SequenceLayout layout) {
        int[] ids = shard.inputIds();
        return ids[shard.offsets()[row] + 1] == layout.endId()
                || ids[shard.offsets()[row + 1] - 2] == layout.endId();
    }

    void add(SplitCounts other) {
        other.lengths.forEach((length, rows) -> lengths.merge(length, rows, Long::sum));
        other.classes.forEach((label, rows) -> classes.merge(label, rows, Long::sum));
        scores = scores.add(other.scores);
        labelledRows += other.labelledRows;
        emptyRows += other.emptyRows;
        texts = texts.add(other.texts);
    }

    void add(TextCounts other) {
        texts = texts.add(other);
    }

    /** Examples by length in tokens, specials included. */
    SortedMap<Integer, Long> lengths() {
        return lengths;
    }

    /** Rows, or tokens in sequence labelling, by class. */
    SortedMap<Integer, Long> classes() {
        return classes;
    }

    ScoreRange scores() {
        return scores;
    }

    long labelledRows() {
        return labelledRows;
    }

    /** Examples that have no text, or of whose two texts one is empty. */
    long emptyRows() {
        return emptyRows;
    }

    TextCounts texts() {
        return texts;
    }
}
