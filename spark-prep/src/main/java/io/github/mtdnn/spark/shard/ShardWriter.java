package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.data.ManifestFile;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.spark.failure.TaskFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the shards of a split, one per partition, and then their manifest.
 *
 * <p>Shards are written aside, into {@code .<split>.partial} beside the split's directory, while
 * what an earlier run has written stays in use. When all are complete they take its place: the old
 * manifest goes first and the new one comes last, so that at no time a manifest names a file that
 * is not there, on file systems without an atomic rename of directories too. What a run that was
 * cut off has left behind is removed by the next one. Two runs at a time must not write the same
 * split.
 */
public final class ShardWriter {
    private final ShardStore store;
    private final Configuration configuration;

    public ShardWriter(ShardStore store, Configuration configuration) {
        this.store = store;
        this.configuration = configuration;
    }

    /**
     * What a manifest records about where the rows come from.
     *
     * @see Manifest
     */
    public record Origin(
            String task,
            String split,
            String rawHash,
            String vocabularyHash,
            String definitionHash,
            int maxSeqLength) {

        /** Whether a manifest's shards come from here. */
        public boolean isThatOf(Manifest manifest) {
            return task.equals(manifest.task())
                    && split.equals(manifest.split())
                    && rawHash.equals(manifest.rawHash())
                    && vocabularyHash.equals(manifest.vocabularyHash())
                    && definitionHash.equals(manifest.definitionHash())
                    && maxSeqLength == manifest.maxSeqLength();
        }
    }

    /**
     * @param rows partition {@code k} becomes shard {@code k}; none is empty
     * @return the manifest, as written
     */
    public Manifest write(Origin origin, JavaRDD<ShardRow> rows) {
        Path directory = store.directory(origin.task(), origin.split());
        Path partial = partialDirectory(directory);
        try {
            FileSystem fileSystem = StoreFileSystem.of(directory, configuration);
            fileSystem.delete(partial, true);
            try {
                List<WrittenShard> written = writeShards(rows, partial);
                Manifest manifest = manifestOf(origin, written);
                publish(fileSystem, partial, directory, written, manifest);
                return manifest;
            } finally {
                fileSystem.delete(partial, true);
            }
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    private static EnvironmentException unwritable(Path path, IOException e) {
        return new EnvironmentException(
                ("%s: cannot be written: %s. Make room, mend the permissions, or set "
                                        + "run.directory to")
                                .formatted(path, e.getMessage())
                        + " another place.",
                e);
    }

    /** Removes what a run that was cut off has left of a split. */
    public void removeLeftovers(String task, String split) {
        Path directory = store.directory(task, split);
        try {
            StoreFileSystem.of(directory, configuration).delete(partialDirectory(directory), true);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    private static Path partialDirectory(Path directory) {
        return new Path(directory.getParent(), "." + directory.getName() + ".partial");
    }

    private List<WrittenShard> writeShards(JavaRDD<ShardRow> rows, Path partial) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(rows.context());
        Broadcast<SerializableConfiguration> shared =
                context.broadcast(new SerializableConfiguration(configuration));
        String target = partial.toString();
        try {
            return rows.mapPartitionsWithIndex(
                            (index, partition) ->
                                    List.of(
                                                    writeShard(
                                                            shared.value().value(),
                                                            target,
                                                            index,
                                                            partition))
                                            .iterator(),
                            false)
                    .collect();
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        } finally {
            shared.destroy();
        }
    }

    private static WrittenShard writeShard(
            Configuration configuration, String partial, int index, Iterator<ShardRow> rows) {
        // Attempts of one task may overlap, so each has its own file.
        String attempt = "attempt-%d-%d".formatted(index, TaskContext.get().taskAttemptId());
        Path path = new Path(partial, attempt);
        ShardSummary summary = new ShardSummary();
        DigestingOutputFile file;
        try {
            file = new DigestingOutputFile(StoreFileSystem.of(path, configuration), path);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
        try (ParquetWriter<EncodedExample> writer = ShardWriteSupport.open(file, configuration)) {
            while (rows.hasNext()) {
                ShardRow row = rows.next();
                writer.write(row.example());
                summary.add(row);
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
        String name = String.format(Locale.ROOT, "part-%05d.parquet", index);
        return summary.describe(attempt, name, file.sha256());
    }

    private static Manifest manifestOf(Origin origin, List<WrittenShard> written) {
        List<Manifest.Shard> shards = new ArrayList<>();
        String groupBefore = "";
        for (WrittenShard shard : written) {
            shards.add(shard.after(groupBefore));
            groupBefore = shard.lastGroup();
        }
        return new Manifest(
                Manifest.FORMAT_VERSION,
                origin.task(),
                origin.split(),
                shards,
                origin.rawHash(),
                origin.vocabularyHash(),
                origin.definitionHash(),
                origin.maxSeqLength(),
                written.stream().mapToLong(WrittenShard::truncatedRows).sum());
    }

    private static void publish(
            FileSystem fileSystem,
            Path partial,
            Path directory,
            List<WrittenShard> written,
            Manifest manifest)
            throws IOException {
        Path manifestAside = new Path(partial, Manifest.FILE_NAME);
        try (FSDataOutputStream out = fileSystem.create(manifestAside, true)) {
            out.write(ManifestFile.toJson(manifest));
        }
        fileSystem.delete(new Path(directory, Manifest.FILE_NAME), false);
        fileSystem.delete(directory, true);
        fileSystem.mkdirs(directory);
        for (WrittenShard shard : written) {
            rename(
                    fileSystem,
                    new Path(partial, shard.attempt()),
                    new Path(directory, shard.file()));
        }
        rename(fileSystem, manifestAside, new Path(directory, Manifest.FILE_NAME));
    }

    private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
        if (!fileSystem.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    /** Counts of a shard while it is written. */
    private static final class ShardSummary {
        private final List<Long> lengthHistogram = new ArrayList<>();
        private long rows;
        private long tokens;
        private long truncatedRows;
        private long groups;
        private String firstGroup = "";
        private String lastGroup = "";

        void add(ShardRow row) {
            int length = row.example().length();
            String group = row.example().group();
            if (rows == 0) {
                firstGroup = group;
            }
            groups += rows > 0 && EncodedExample.isSameGroup(group, lastGroup) ? 0 : 1;
            lastGroup = group;
            rows++;
            tokens += length;
            truncatedRows += row.truncated() ? 1 : 0;
            int bin = length / Manifest.HISTOGRAM_BIN_TOKENS;
            while (lengthHistogram.size() <= bin) {
                lengthHistogram.add(0L);
            }
            lengthHistogram.set(bin, lengthHistogram.get(bin) + 1);
        }

        WrittenShard describe(String attempt, String file, String sha256) {
            return new WrittenShard(
                    attempt,
                    new Manifest.Shard(file, rows, groups, false, tokens, lengthHistogram, sha256),
                    firstGroup,
                    lastGroup,
                    truncatedRows);
        }
    }
}
