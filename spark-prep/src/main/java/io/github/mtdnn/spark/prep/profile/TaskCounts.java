package io.github.mtdnn.spark.prep.profile;

import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.text.SequenceLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Counts what is in the splits of a task, in one pass over their shards.
 *
 * <p>Texts are the same where their token ids are, which is told by a 64-bit hash: among a million
 * texts two different ones are taken for one with a probability of 3 in 10⁸. The hashes meet in one
 * shuffle, cut finely enough for each share to fit into memory.
 */
record TaskCounts(TaskType type, SequenceLayout layout, List<SplitRole> roles)
        implements Serializable {
    /** Texts that meet in one place: some 10 MB of them, and enough places for all cores. */
    static final long ROWS_PER_PARTITION = 50_000;

    /** A shard to read. */
    private record Source(int shard, int split, String directory, Manifest.Shard file)
            implements Serializable {}

    /**
     * Counts for each split, in their order.
     *
     * @param rowsPerPartition how many rows' texts meet in one place, about
     */
    static List<SplitCounts> of(
            JavaSparkContext context,
            TaskType type,
            SequenceLayout layout,
            List<ProfiledSplit> splits,
            long rowsPerPartition) {
        List<SplitRole> roles = splits.stream().map(ProfiledSplit::role).toList();
        return new TaskCounts(type, layout, roles).count(context, splits, rowsPerPartition);
    }

    private List<SplitCounts> count(
            JavaSparkContext context, List<ProfiledSplit> splits, long rowsPerPartition) {
        long rows = splits.stream().mapToLong(split -> split.manifest().rows()).sum();
        int partitions = Math.toIntExact((rows + rowsPerPartition - 1) / rowsPerPartition);
        List<Source> sources = sources(splits);
        Broadcast<SerializableConfiguration> shared =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        try {
            return context.parallelize(sources, sources.size())
                    .flatMapToPair(source -> parts(shared.value().value(), source, partitions))
                    .partitionBy(new HashPartitioner(partitions))
                    .values()
                    .mapPartitions(parts -> List.of(together(parts)).iterator())
                    .reduce(TaskCounts::added);
        } finally {
            shared.destroy();
        }
    }

    private static List<Source> sources(List<ProfiledSplit> splits) {
        List<Source> sources = new ArrayList<>();
        for (int split = 0; split < splits.size(); split++) {
            for (Manifest.Shard file : splits.get(split).manifest().shards()) {
                String directory = splits.get(split).directory().toString();
                sources.add(new Source(sources.size(), split, directory, file));
            }
        }
        return sources;
    }

    /** A shard's rows, dealt out by their texts. */
    private Iterator<Tuple2<Integer, ShardPart>> parts(
            Configuration configuration, Source source, int partitions) {
        EncodedShard shard =
                ShardFile.read(
                        configuration,
                        new Path(source.directory()),
                        source.file(),
                        ShardFile.Columns.COUNTING);
        ShardLabels labels = new ShardLabels(type, shard);
        RowHash hash = new RowHash(shard);
        long[] targets = new long[shard.rows()];
        LongStream.Builder[] texts = builders(partitions);
        LongStream.Builder[] dealt = builders(partitions);
        for (int row = 0; row < targets.length; row++) {
            long text = hash.of(row, shard.inputIds());
            targets[row] = labels.target(row, hash);
            int partition = Math.floorMod(Long.hashCode(text), partitions);
            texts[partition].add(text);
            dealt[partition].add(targets[row]);
        }
        SplitCounts counts = SplitCounts.of(shard, labels, targets, layout);
        List<Tuple2<Integer, ShardPart>> parts = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            parts.add(
                    new Tuple2<>(
                            partition,
                            new ShardPart(
                                    source.shard(),
                                    source.split(),
                                    partition == 0 ? counts : new SplitCounts(),
                                    texts[partition].build().toArray(),
                                    dealt[partition].build().toArray())));
        }
        return parts.iterator();
    }

    private static LongStream.Builder[] builders(int count) {
        LongStream.Builder[] builders = new LongStream.Builder[count];
        for (int i = 0; i < count; i++) {
            builders[i] = LongStream.builder();
        }
        return builders;
    }

    /** What is counted in some parts, for each split. */
    private List<SplitCounts> together(Iterator<ShardPart> parts) {
        List<ShardPart> inOrder = new ArrayList<>();
        parts.forEachRemaining(inOrder::add);
        // Sums of scores come out the same, whichever part arrives first.
        inOrder.sort(Comparator.comparingInt(ShardPart::shard));
        List<SplitCounts> counts = new ArrayList<>();
        roles.forEach(role -> counts.add(new SplitCounts()));
        TextIndex index =
                new TextIndex(roles, inOrder.stream().mapToInt(part -> part.texts().length).sum());
        for (ShardPart part : inOrder) {
            counts.get(part.split()).add(part.counts());
            for (int i = 0; i < part.texts().length; i++) {
                index.add(part.split(), part.texts()[i], part.targets()[i]);
            }
        }
        List<TextCounts> texts = index.counts();
        for (int split = 0; split < counts.size(); split++) {
            counts.get(split).add(texts.get(split));
        }
        return counts;
    }

    private static List<SplitCounts> added(List<SplitCounts> left, List<SplitCounts> right) {
        for (int split = 0; split < left.size(); split++) {
            left.get(split).add(right.get(split));
        }
        return left;
    }
}
