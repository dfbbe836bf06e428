package io.github.mtdnn.spark.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.schedule.BatchRef;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.shard.ShardWriter;
import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.spark.train.ToyTask;
import io.github.mtdnn.task.TaskType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitRowsTest {
    @TempDir private Path directory;

    private final JavaSparkContext spark =
            JavaSparkContext.fromSparkContext(TinyRun.session().sparkContext());
    private final Configuration hadoop = spark.hadoopConfiguration();

    @Test
    void loadsAGroupWhereverShardsCutIt() {
        List<EncodedExample> rows = new ArrayList<>();
        for (String group : List.of("a", "a", "a", "a", "a", "b", "b", "c", "d", "d")) {
            int row = rows.size();
            rows.add(
                    new EncodedExample("u", new int[] {2, 20 + row}, new int[2], row)
                            .inGroup(group));
        }
        SplitRows ranking = write(TaskType.RANKING, rows, 5);
        PackedBatch batch = new PackedBatch();

        ranking.fill(batch, 0, new BatchRef(0, 0, new int[] {3, 0, 1}), hadoop);

        assertThat(ranking.units()).isEqualTo(4);
        assertThat(ranking.rowsPerUnit()).isEqualTo(3);
        assertThat(labels(batch)).containsExactly(8, 9, 0, 1, 2, 3, 4, 5, 6);
        assertThat(batch.groups()).isEqualTo(3);
        assertThat(Arrays.copyOf(batch.groupOffsets(), 4)).containsExactly(0, 2, 7, 9);
    }

    @Test
    void loadsRowsOneByOneInOtherTypes() {
        List<EncodedExample> rows = ToyTask.SPAN.examples("dev").subList(0, 10);
        SplitRows span = write(TaskType.SPAN, rows, 3);
        PackedBatch batch = new PackedBatch();
        PackedBatch expected = new PackedBatch();
        expected.clear(0);
        expected.add(rows.get(7));
        expected.add(rows.get(2));

        span.fill(batch, 0, new BatchRef(0, 0, new int[] {7, 2}), hadoop);

        assertThat(span.units()).isEqualTo(10);
        assertThat(Arrays.copyOf(batch.spanStarts(), 2))
                .isEqualTo(Arrays.copyOf(expected.spanStarts(), 2));
        assertThat(Arrays.copyOf(batch.spanEnds(), 2))
                .isEqualTo(Arrays.copyOf(expected.spanEnds(), 2));
        assertThat(Arrays.copyOf(batch.answerMask(), batch.tokens()))
                .isEqualTo(Arrays.copyOf(expected.answerMask(), expected.tokens()));
        assertThat(span.example(7, hadoop).evidence()).isEqualTo(rows.get(7).evidence());
        assertThat(span.firstRow(1, hadoop)).isEqualTo(2);
        assertThat(span.firstRow(span.groups(), hadoop)).isEqualTo(10);
    }

    private SplitRows write(TaskType type, List<EncodedExample> rows, int shards) {
        ShardStore store = new ShardStore(directory.toString());
        Manifest manifest =
                new ShardWriter(store, hadoop)
                        .write(
                                new ShardWriter.Origin("toy", "train", "raw", "v", "d", 16),
                                spark.parallelize(
                                        rows.stream().map(row -> new ShardRow(row, false)).toList(),
                                        shards));
        return new SplitRows(store.directory("toy", "train").toString(), manifest, type);
    }

    private static double[] labels(PackedBatch batch) {
        return Arrays.copyOf(batch.labels(), batch.count());
    }
}
