package io.github.mtdnn.spark.train.data;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.schedule.BatchRef;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardFile.Columns;
import io.github.mtdnn.task.TaskType;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The rows of one prepared split, by number over all its shards, wherever they are needed: a small
 * value that travels to executors, which read the shards themselves. A shard once read stays in the
 * executor's memory as long as there is room for it.
 *
 * @param directory of the manifest
 * @param manifest what the directory holds
 * @param type of the task, which decides what is loaded together
 */
public record SplitRows(String directory, Manifest manifest, TaskType type)
        implements Serializable {
    private static final Map<Loaded, SoftReference<EncodedShard>> LOADED =
            new ConcurrentHashMap<>();

    private record Loaded(String sha256, Columns columns) {}

    public String task() {
        return manifest.task();
    }

    public String split() {
        return manifest.split();
    }

    /** Number of rows. */
    public int rows() {
        return Math.toIntExact(manifest.rows());
    }

    /** Number of groups; a row without a group is one of its own. */
    public int groups() {
        return Math.toIntExact(manifest.groups());
    }

    /** Number of units that a training plan draws: groups in ranking, else rows. */
    public int units() {
        return type == TaskType.RANKING ? groups() : rows();
    }

    /** Mean number of rows per unit, rounded up. */
    public int rowsPerUnit() {
        return (int) Math.ceil((double) rows() / Math.max(1, units()));
    }

    /**
     * Fills a batch with the units of a plan's batch.
     *
     * @param task index of this split's task among the network's heads
     */
    public void fill(PackedBatch batch, int task, BatchRef ref, Configuration hadoop) {
        batch.clear(task, ref.position());
        for (int unit : ref.units()) {
            if (type == TaskType.RANKING) {
                batch.beginGroup();
                int end = firstRow(unit + 1, Columns.TRAINING, hadoop);
                for (int row = firstRow(unit, Columns.TRAINING, hadoop); row < end; row++) {
                    addTo(batch, row, hadoop);
                }
            } else {
                addTo(batch, unit, hadoop);
            }
        }
    }

    private void addTo(PackedBatch batch, int row, Configuration hadoop) {
        Place place = place(row);
        EncodedShard shard = shard(place.shard(), Columns.TRAINING, hadoop);
        int start = shard.offsets()[place.row()];
        batch.add(
                shard.inputIds(),
                shard.tokenTypeIds(),
                start,
                shard.length(place.row()),
                shard.labels()[place.row()]);
        if (shard.tokenLabels().length > 0) {
            batch.putTokenLabels(shard.tokenLabels(), start);
        }
        EncodedShard.Spans spans = shard.spans();
        if (spans.firstChars().length > 0) {
            batch.putSpan(
                    spans.first()[place.row()],
                    spans.last()[place.row()],
                    spans.firstChars(),
                    start);
        }
    }

    /** The row that a group begins with; behind the last group the number of rows. */
    public int firstRow(int group, Configuration hadoop) {
        return firstRow(group, Columns.ALL, hadoop);
    }

    private int firstRow(int group, Columns columns, Configuration hadoop) {
        long rowsBefore = 0;
        long groupsBefore = 0;
        for (Manifest.Shard shard : manifest.shards()) {
            if (group < groupsBefore + shard.groups()) {
                int skipped = shard.continuesGroup() ? 1 : 0;
                int index = (int) (group - groupsBefore) + skipped;
                int row = shard(shard, columns, hadoop).groupStarts()[index];
                return Math.toIntExact(rowsBefore + row);
            }
            rowsBefore += shard.rows();
            groupsBefore += shard.groups();
        }
        return rows();
    }

    /** A row with all it has. */
    public EncodedExample example(int row, Configuration hadoop) {
        Place place = place(row);
        return shard(place.shard(), Columns.ALL, hadoop).example(place.row());
    }

    private record Place(Manifest.Shard shard, int row) {}

    private Place place(int row) {
        long before = 0;
        for (Manifest.Shard shard : manifest.shards()) {
            if (row < before + shard.rows()) {
                return new Place(shard, (int) (row - before));
            }
            before += shard.rows();
        }
        throw new IndexOutOfBoundsException(
                "row %d of %s/%s, which has %d".formatted(row, task(), split(), rows()));
    }

    private EncodedShard shard(Manifest.Shard shard, Columns columns, Configuration hadoop) {
        Loaded key = new Loaded(shard.sha256(), columns);
        SoftReference<EncodedShard> reference = LOADED.get(key);
        EncodedShard loaded = reference == null ? null : reference.get();
        if (loaded == null) {
            loaded = ShardFile.read(hadoop, new Path(directory), shard, columns);
            LOADED.put(key, new SoftReference<>(loaded));
        }
        return loaded;
    }
}
