package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.spark.failure.TaskFailures;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Compares the shards of a split with the checksums in its manifest. */
public final class ShardCheck {
    private ShardCheck() {}

    /** Whether all shards are there and are those that were written. */
    public static boolean areIntact(
            JavaSparkContext context,
            Configuration configuration,
            ShardStore store,
            Manifest manifest) {
        Broadcast<SerializableConfiguration> shared =
                context.broadcast(new SerializableConfiguration(configuration));
        String task = manifest.task();
        String split = manifest.split();
        try {
            return context.parallelize(manifest.shards(), Math.max(1, manifest.shards().size()))
                    .filter(
                            shard ->
                                    !ShardFile.isIntact(
                                            shared.value().value(),
                                            store.directory(task, split),
                                            shard))
                    .isEmpty();
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        } finally {
            shared.destroy();
        }
    }
}
