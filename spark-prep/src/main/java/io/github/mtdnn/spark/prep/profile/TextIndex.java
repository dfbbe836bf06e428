package io.github.mtdnn.spark.prep.profile;

import io.github.mtdnn.task.SplitRole;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts of a task's splits, or of a share of them, by their hashes: where each occurs. */
final class TextIndex {
    private final List<SplitRole> roles;
    private final Map<Long, Text> texts;

    /**
     * @param roles of the splits
     * @param capacity rows to make room for
     */
    TextIndex(List<SplitRole> roles, int capacity) {
        this.roles = roles;
        this.texts = new HashMap<>(2 * capacity);
    }

    void add(int split, long text, long target) {
        texts.computeIfAbsent(text, hash -> new Text(roles.size())).add(split, target);
    }

    /** Counts for each split. */
    List<TextCounts> counts() {
        TextCounts[] counts = new TextCounts[roles.size()];
        Arrays.fill(counts, TextCounts.NONE);
        for (Text text : texts.values()) {
            boolean trained = false;
            for (int split = 0; split < counts.length; split++) {
                trained |= roles.get(split) == SplitRole.TRAIN && text.rows[split] > 0;
            }
            for (int split = 0; split < counts.length; split++) {
                boolean leaks = trained && roles.get(split) != SplitRole.TRAIN;
                counts[split] = counts[split].add(text.counts(split, leaks));
            }
        }
        return List.of(counts);
    }

    /** How often a text is in each split. */
    private static final class Text {
        private final int[] rows;
        private final long[] targets;
        private final boolean[] conflicts;

        Text(int splits) {
            rows = new int[splits];
            targets = new long[splits];
            conflicts = new boolean[splits];
            Arrays.fill(targets, ShardLabels.NO_TARGET);
        }

        void add(int split, long target) {
            rows[split]++;
            if (target == ShardLabels.NO_TARGET) {
                return;
            }
            conflicts[split] |= targets[split] != ShardLabels.NO_TARGET && targets[split] != target;
            targets[split] = target;
        }

        TextCounts counts(int split, boolean leaks) {
            int count = rows[split];
            return new TextCounts(
                    Math.max(count - 1, 0), conflicts[split] ? count : 0, leaks ? count : 0);
        }
    }
}
