package io.github.mtdnn.spark.prep.profile;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.spark.failure.TaskFailures;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.prep.table.SplitTable;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.text.SequenceLayout;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes the prepared splits from their shards and writes the table {@code data_profile}. It is
 * made anew each time, also of splits that have not changed, so that it always tells what is there:
 * a split's leaks depend on the training split beside it.
 */
public final class DataProfile {
    private static final Logger log = LoggerFactory.getLogger(DataProfile.class);

    private static final StructType SCHEMA =
            new StructType()
                    .add("statistic", StringType)
                    .add("key", StringType)
                    .add("value", DoubleType);
    private static final List<String> QUANTILES =
            List.of("0", "0.25", Names.MEDIAN, "0.75", "0.95", "0.99", Names.GREATEST);

    private final SparkSession spark;
    private final Configuration configuration;
    private final Settings settings;
    private final SequenceLayout layout;
    private final ShardStore store;
    private final SplitTable table;

    private DataProfile(SparkSession spark, Settings settings) {
        this.spark = spark;
        this.configuration = spark.sparkContext().hadoopConfiguration();
        this.settings = settings;
        TokenizerFiles tokenizer = TokenizerReader.read(configuration, settings.encoder());
        this.layout = tokenizer.open().layout();
        this.store = ShardStore.of(settings.run().directory(), tokenizer.sha256());
        this.table = new SplitTable(configuration, settings.run().directory(), "data_profile");
    }

    /**
     * Describes every prepared split of every task, in their order, in a line on the console and in
     * the table.
     */
    public static List<SplitProfile> write(SparkSession spark, Settings settings) {
        try {
            return new DataProfile(spark, settings).write();
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        }
    }

    /** The same, and also what is likely to mislead on the console. */
    public static void report(SparkSession spark, Settings settings) {
        for (SplitProfile profile : write(spark, settings)) {
            profile.findings().forEach(finding -> log.info("profile  {}", finding));
        }
    }

    private List<SplitProfile> write() {
        List<SplitProfile> profiles = new ArrayList<>();
        for (Task task : settings.tasks()) {
            List<ProfiledSplit> splits = splits(task);
            if (splits.isEmpty()) {
                continue;
            }
            List<SplitCounts> counts =
                    TaskCounts.of(
                            JavaSparkContext.fromSparkContext(spark.sparkContext()),
                            task.type(),
                            layout,
                            splits,
                            TaskCounts.ROWS_PER_PARTITION);
            for (int i = 0; i < splits.size(); i++) {
                SplitProfile profile = profile(task, splits.get(i), counts.get(i));
                write(profile);
                log.info("profile  {}", profile);
                profiles.add(profile);
            }
        }
        return profiles;
    }

    private List<ProfiledSplit> splits(Task task) {
        List<ProfiledSplit> splits = new ArrayList<>();
        for (SplitSource source : task.sources()) {
            String split = source.split().name();
            store.findManifest(configuration, task.name(), split)
                    .ifPresentOrElse(
                            manifest ->
                                    splits.add(
                                            new ProfiledSplit(
                                                    source.split().role(),
                                                    manifest,
                                                    store.directory(task.name(), split))),
                            () -> table.clear(task.name(), split));
        }
        return splits;
    }

    private void write(SplitProfile profile) {
        List<Row> rows =
                profile.statistics().stream()
                        .map(s -> RowFactory.create(s.name(), s.key(), s.value()))
                        .toList();
        table.replace(
                profile.task(), profile.split(), spark.createDataFrame(rows, SCHEMA).coalesce(1));
    }

    private static SplitProfile profile(Task task, ProfiledSplit split, SplitCounts counts) {
        Manifest manifest = split.manifest();
        List<Statistic> statistics = new ArrayList<>();
        add(statistics, Names.ROWS, manifest.rows());
        add(statistics, Names.LABELLED_ROWS, counts.labelledRows());
        addLabels(statistics, task, counts);
        if (task.type() == TaskType.RANKING) {
            add(statistics, Names.GROUPS, manifest.groups());
            add(statistics, Names.GROUP_ROWS_MEAN, (double) manifest.rows() / manifest.groups());
        }
        add(statistics, Names.TOKENS, manifest.tokens());
        addLengths(statistics, counts.lengths(), manifest);
        add(statistics, Names.TRUNCATED_ROWS, manifest.truncatedRows());
        add(statistics, Names.EMPTY_ROWS, counts.emptyRows());
        add(statistics, Names.DUPLICATE_ROWS, counts.texts().duplicates());
        add(statistics, Names.CONFLICTING_ROWS, counts.texts().conflicting());
        if (split.role() != SplitRole.TRAIN) {
            add(statistics, Names.LEAKED_ROWS, counts.texts().leaked());
        }
        return new SplitProfile(manifest.task(), manifest.split(), statistics);
    }

    private static void add(List<Statistic> statistics, String name, double value) {
        statistics.add(new Statistic(name, "", value));
    }

    private static void addLabels(List<Statistic> statistics, Task task, SplitCounts counts) {
        String name =
                task.type() == TaskType.SEQUENCE_LABELING ? Names.LABEL_TOKENS : Names.LABEL_ROWS;
        List<String> labels = task.type() == TaskType.SPAN ? ShardLabels.ANSWERED : task.labels();
        counts.classes()
                .forEach(
                        (index, number) -> {
                            String label =
                                    labels.isEmpty() ? Integer.toString(index) : labels.get(index);
                            statistics.add(new Statistic(name, label, number));
                        });
        ScoreRange scores = counts.scores();
        if (scores.count() > 0) {
            add(statistics, Names.LABEL_MIN, scores.least());
            add(statistics, Names.LABEL_MEAN, scores.mean());
            add(statistics, Names.LABEL_MAX, scores.greatest());
        }
    }

    private static void addLengths(
            List<Statistic> statistics, SortedMap<Integer, Long> lengths, Manifest manifest) {
        TreeMap<Integer, Long> bins = new TreeMap<>();
        lengths.forEach(
                (length, rows) ->
                        bins.merge(
                                length
                                        / Manifest.HISTOGRAM_BIN_TOKENS
                                        * Manifest.HISTOGRAM_BIN_TOKENS,
                                rows,
                                Long::sum));
        bins.forEach(
                (bin, rows) ->
                        statistics.add(
                                new Statistic(Names.LENGTH_ROWS, Integer.toString(bin), rows)));
        for (String quantile : QUANTILES) {
            // The least length that at least this share of the examples is not longer than.
            double rank = Double.parseDouble(quantile) * manifest.rows();
            long below = 0;
            for (var entry : lengths.entrySet()) {
                below += entry.getValue();
                if (below >= rank) {
                    statistics.add(new Statistic(Names.LENGTH_QUANTILE, quantile, entry.getKey()));
                    break;
                }
            }
        }
    }
}
