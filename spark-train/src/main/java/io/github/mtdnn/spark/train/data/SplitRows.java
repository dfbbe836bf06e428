package io.github.mtdnn.spark.train.data;

import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.schedule.BatchRef;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardFile.Columns;
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
 */
public record SplitRows(String directory, Manifest manifest) implements Serializable {
    private static final Map<String, SoftReference<EncodedShard>> LOADED =
            new ConcurrentHashMap<>();

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

    /**
     * Fills a batch with the rows of a plan's batch.
     *
     * @param task index of this split's task among the network's heads
     */
    public void fill(PackedBatch batch, int task, BatchRef ref, Configuration hadoop) {
        batch.clear(task, ref.position());
        for (int row : ref.rows()) {
            addTo(batch, row, hadoop);
        }
    }

    /** Adds row {@code row} to a batch. */
    public void addTo(PackedBatch batch, int row, Configuration hadoop) {
        Place place = place(row);
        EncodedShard shard = shard(place.shard(), hadoop);
        int start = shard.offsets()[place.row()];
        batch.add(
                shard.inputIds(),
                shard.tokenTypeIds(),
                start,
                shard.length(place.row()),
                shard.labels()[place.row()]);
    }

    /** Number of tokens of a row. */
    public int length(int row, Configuration hadoop) {
        Place place = place(row);
        return shard(place.shard(), hadoop).length(place.row());
    }

    /** Identifier of a row. */
    public String uid(int row, Configuration hadoop) {
        Place place = place(row);
        return shard(place.shard(), hadoop).uids()[place.row()];
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

    private EncodedShard shard(Manifest.Shard shard, Configuration hadoop) {
        SoftReference<EncodedShard> reference = LOADED.get(shard.sha256());
        EncodedShard loaded = reference == null ? null : reference.get();
        if (loaded == null) {
            loaded = ShardFile.read(hadoop, new Path(directory), shard, Columns.ALL);
            LOADED.put(shard.sha256(), new SoftReference<>(loaded));
        }
        return loaded;
    }
}
