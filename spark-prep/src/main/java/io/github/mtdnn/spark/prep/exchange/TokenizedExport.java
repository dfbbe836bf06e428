package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.MissingSplits;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.spark.prep.LineFile;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.task.Split;
import io.github.mtdnn.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes prepared splits as the tokenised files of the Python toolkit, {@code <task>_<split>.json}:
 * what its {@code prepro_std.py} makes of the same data. The same shards give the same bytes.
 */
public final class TokenizedExport {
    private final Configuration configuration;
    private final Settings settings;
    private final String directory;
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
        this.directory = directory;
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
        LineFile file = new LineFile(configuration, new Path(directory, name));
        Stream<EncodedExample> rows =
                manifest.shards().stream().flatMap(shard -> rows(store, task, manifest, shard));
        return new ExportedSplit(
                file.toString(), file.write(new TokenizedLines(task, withMask).of(rows)));
    }

    private Stream<EncodedExample> rows(
            ShardStore store, Task task, Manifest manifest, Manifest.Shard shard) {
        EncodedShard rows =
                ShardFile.read(
                        configuration,
                        store.directory(task.name(), manifest.split()),
                        shard,
                        ShardFile.Columns.ALL);
        return IntStream.range(0, rows.rows()).mapToObj(rows::example);
    }
}
