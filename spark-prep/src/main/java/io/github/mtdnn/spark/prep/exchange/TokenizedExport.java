package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.MissingSplits;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.shard.StoreFileSystem;
import io.github.mtdnn.task.Split;
import io.github.mtdnn.task.Task;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes prepared splits as the tokenised files of the Python toolkit, {@code <task>_<split>.json}:
 * what its {@code prepro_std.py} makes of the same data. The same shards give the same bytes.
 */
public final class TokenizedExport {
    private final Configuration configuration;
    private final Settings settings;
    private final Path directory;
    private final boolean withMask;

    /**
     * @param settings those that the data was prepared with
     * @param directory where the files go, on any file system; those of the same name are replaced
     * @param withMask whether lines have an {@code attention_mask}, as the toolkit's since 2021
     */
    public TokenizedExport(
            Configuration configuration, Settings settings, String directory, boolean withMask) {
        this.configuration = configuration;
        this.settings = settings;
        this.directory = new Path(directory);
        this.withMask = withMask;
    }

    /**
     * Writes every split of every task.
     *
     * @return what was written, in order
     * @throws ConfigException where a task has no tokenised form in the toolkit
     * @throws io.github.mtdnn.failure.DataFormatException where a split has not been prepared
     */
    public List<ExportedSplit> run() {
        settings.tasks().forEach(TokenizedExport::requireForm);
        ShardStore store =
                ShardStore.of(
                        settings.run().directory(),
                        TokenizerReader.read(configuration, settings.encoder()).sha256());
        List<ExportedSplit> written = new ArrayList<>();
        for (Task task : settings.tasks()) {
            for (Split split : task.splits()) {
                manifest(store, task, split)
                        .ifPresent(manifest -> written.add(write(store, task, manifest)));
            }
        }
        return written;
    }

    private static void requireForm(Task task) {
        boolean hasForm =
                switch (task.type()) {
                    case CLASSIFICATION, REGRESSION, RANKING, SEQUENCE_LABELING -> true;
                    case SPAN, MASKED_LM -> false;
                };
        if (!hasForm) {
            throw new ConfigException(
                    ("task %s: the Python toolkit reads the data of a %s task from its raw files, not"
                                    + " from tokenised ones. Give it those, and leave the task out of"
                                    + " data.tasks.")
                            .formatted(task.name(), task.type().configName()));
        }
    }

    private Optional<Manifest> manifest(ShardStore store, Task task, Split split) {
        return settings.data().missingSplits() == MissingSplits.SKIP
                ? store.findManifest(configuration, task.name(), split.name())
                : Optional.of(store.manifest(configuration, task.name(), split.name()));
    }

    private ExportedSplit write(ShardStore store, Task task, Manifest manifest) {
        String name = "%s_%s.json".formatted(task.name(), manifest.split());
        Path file = new Path(directory, name);
        Path aside = new Path(directory, "." + name + ".partial");
        try {
            FileSystem files = StoreFileSystem.of(file, configuration);
            long lines;
            try (Writer out =
                    new BufferedWriter(
                            new OutputStreamWriter(
                                    files.create(aside, true), StandardCharsets.US_ASCII))) {
                lines = write(store, task, manifest, out);
            }
            files.delete(file, false);
            if (!files.rename(aside, file)) {
                throw new IOException("cannot rename " + aside);
            }
            return new ExportedSplit(file.toString(), lines);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "%s cannot be written: %s. Make room, mend the permissions, or name another place."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private long write(ShardStore store, Task task, Manifest manifest, Writer out)
            throws IOException {
        TokenizedLines lines = new TokenizedLines(task, withMask);
        long written = 0;
        for (Manifest.Shard shard : manifest.shards()) {
            EncodedShard rows =
                    ShardFile.read(
                            configuration,
                            store.directory(task.name(), manifest.split()),
                            shard,
                            ShardFile.Columns.ALL);
            for (int row = 0; row < rows.rows(); row++) {
                written += write(out, lines.add(rows.example(row)));
            }
        }
        return written + write(out, lines.finish());
    }

    private static int write(Writer out, Optional<String> line) throws IOException {
        if (line.isEmpty()) {
            return 0;
        }
        out.write(line.get());
        out.write('\n');
        return 1;
    }

    /**
     * A file of the toolkit.
     *
     * @param file its path
     * @param lines number of its records
     */
    public record ExportedSplit(String file, long lines) {}
}
