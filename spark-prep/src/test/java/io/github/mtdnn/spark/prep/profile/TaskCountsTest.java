package io.github.mtdnn.spark.prep.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.EncodedExample.Span;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.shard.ShardWriter;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.SequenceLayout;
import io.github.mtdnn.text.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskCountsTest {
    private static final SequenceLayout LAYOUT =
            new BertTokenizer(Vocabulary.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"), false).layout();
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int NONE = EncodedExample.NO_LABEL;

    @TempDir private Path directory;

    @Test
    void countsTagsByTokenAndConflictsByAllTagsOfASentence() {
        SplitCounts counts =
                count(
                        TaskType.SEQUENCE_LABELING,
                        split(
                                "train",
                                SplitRole.TRAIN,
                                tagged(5, 6, 0, 1),
                                tagged(5, 6, 0, 1),
                                tagged(5, 6, 1, 1),
                                tagged(7, 8, 2, NONE),
                                tagged(9, 9, NONE, NONE)));

        assertThat(counts.classes()).isEqualTo(Map.of(0, 2L, 1, 4L, 2, 1L));
        assertThat(counts.labelledRows()).isEqualTo(4);
        assertThat(counts.texts()).isEqualTo(new TextCounts(2, 3, 0));
        assertThat(counts.scores()).isEqualTo(ScoreRange.NONE);
    }

    @Test
    void countsQuestionsWithAndWithoutAnswer() {
        SplitCounts counts =
                count(
                        TaskType.SPAN,
                        split(
                                "train",
                                SplitRole.TRAIN,
                                answered(5, 3),
                                answered(6, 0),
                                answered(7, 0),
                                answered(7, 3),
                                answered(8, EncodedExample.NO_SPAN)));

        assertThat(counts.classes()).isEqualTo(Map.of(0, 2L, 1, 2L));
        assertThat(counts.labelledRows()).isEqualTo(4);
        assertThat(counts.texts()).isEqualTo(new TextCounts(1, 2, 0));
    }

    @Test
    void takesRowsWithoutLabelForNoConflict() {
        SplitCounts counts =
                count(
                        TaskType.CLASSIFICATION,
                        split(
                                "train",
                                SplitRole.TRAIN,
                                labelled(5, 1),
                                labelled(5, Double.NaN),
                                labelled(6, 0)));

        assertThat(counts.classes()).isEqualTo(Map.of(0, 1L, 1, 1L));
        assertThat(counts.labelledRows()).isEqualTo(2);
        assertThat(counts.texts()).isEqualTo(new TextCounts(1, 0, 0));
    }

    @Test
    void countsTheSameInAnyNumberOfShardsAndPartitions() {
        List<EncodedExample> train = new ArrayList<>();
        List<EncodedExample> dev = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            train.add(labelled(100 + i % 150, i % 7 / 10.0));
            dev.add(labelled(200 + i % 90, i % 5 / 10.0));
        }
        List<ProfiledSplit> splits =
                List.of(
                        split("train", SplitRole.TRAIN, train.toArray(EncodedExample[]::new)),
                        split("dev", SplitRole.DEV, dev.toArray(EncodedExample[]::new)));

        List<SplitCounts> together = count(TaskType.REGRESSION, splits, 1000);
        List<SplitCounts> apart = count(TaskType.REGRESSION, splits, 11);

        // 50 of 150 texts twice; 90 of dev's are 110 twice and 20 thrice, 50 of them train's.
        assertThat(together.get(0).texts().duplicates()).isEqualTo(50);
        assertThat(together.get(1).texts().duplicates()).isEqualTo(110);
        assertThat(together.get(0).texts().leaked()).isZero();
        assertThat(together.get(1).texts().leaked()).isEqualTo(50 * 2 + 20);
        for (int split = 0; split < splits.size(); split++) {
            assertThat(apart.get(split).texts()).isEqualTo(together.get(split).texts());
            assertThat(apart.get(split).scores()).isEqualTo(together.get(split).scores());
            assertThat(apart.get(split).lengths()).isEqualTo(Map.of(3, 200L));
        }
    }

    private static EncodedExample labelled(int id, double label) {
        return new EncodedExample("x", new int[] {CLS, id, SEP}, new int[3], label);
    }

    private static EncodedExample tagged(int first, int second, int firstTag, int secondTag) {
        return new EncodedExample("x", new int[] {CLS, first, second, SEP}, new int[4], Double.NaN)
                .withTokenLabels(new int[] {NONE, firstTag, secondTag, NONE});
    }

    private static EncodedExample answered(int question, int first) {
        return new EncodedExample(
                        "x",
                        new int[] {CLS, question, SEP, 9, SEP},
                        new int[] {0, 0, 0, 1, 1},
                        Double.NaN)
                .withSpan(new Span(first, first, new int[5], new int[5]));
    }

    private static SplitCounts count(TaskType type, ProfiledSplit split) {
        return count(type, List.of(split), TaskCounts.ROWS_PER_PARTITION).get(0);
    }

    private static List<SplitCounts> count(
            TaskType type, List<ProfiledSplit> splits, long rowsPerPartition) {
        return TaskCounts.of(LocalSpark.context(), type, LAYOUT, splits, rowsPerPartition);
    }

    /** A split in three shards. */
    private ProfiledSplit split(String name, SplitRole role, EncodedExample... examples) {
        ShardStore store = new ShardStore(directory.toString());
        List<ShardRow> rows = new ArrayList<>();
        for (EncodedExample example : examples) {
            rows.add(new ShardRow(example, false));
        }
        Manifest manifest =
                new ShardWriter(store, new Configuration())
                        .write(
                                new ShardWriter.Origin("task", name, "raw", "v", "d", 16),
                                LocalSpark.context().parallelize(rows, 3));
        return new ProfiledSplit(role, manifest, store.directory("task", name));
    }
}
