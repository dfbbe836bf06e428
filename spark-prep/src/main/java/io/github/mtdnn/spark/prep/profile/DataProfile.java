package io.github.mtdnn.spark.prep.profile;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.data.ExampleColumns;
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
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
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
     * Describes every prepared split of every task, in their order, on the console and in the
     * table.
     */
    public static List<SplitProfile> write(SparkSession spark, Settings settings) {
        try {
            return new DataProfile(spark, settings).write();
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        }
    }

    private List<SplitProfile> write() {
        List<SplitProfile> profiles = new ArrayList<>();
        for (Task task : settings.tasks()) {
            List<ProfiledSplit> splits = splits(task);
            if (splits.isEmpty()) {
                continue;
            }
            List<TextCounts> texts = TextCounts.of(spark, splits);
            for (int i = 0; i < splits.size(); i++) {
                SplitProfile profile = profile(task, splits.get(i), texts.get(i));
                write(profile);
                log.info("profile  {}", profile);
                profile.findings().forEach(finding -> log.info("profile  {}", finding));
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

    private SplitProfile profile(Task task, ProfiledSplit split, TextCounts texts) {
        Manifest manifest = split.manifest();
        List<Statistic> statistics = new ArrayList<>();
        add(statistics, Names.ROWS, manifest.rows());
        addLabels(statistics, task, split);
        add(statistics, Names.TOKENS, manifest.tokens());
        TreeMap<Integer, Long> lengths = lengths(split);
        addLengths(statistics, lengths, manifest);
        add(statistics, Names.TRUNCATED_ROWS, manifest.truncatedRows());
        int specials =
                switch (task.shape()) {
                    case SINGLE, WORDS -> layout.singleSpecials();
                    case PAIR, CANDIDATES, QUESTION -> layout.pairSpecials();
                };
        add(statistics, Names.EMPTY_ROWS, lengths.getOrDefault(specials, 0L));
        add(statistics, Names.DUPLICATE_ROWS, texts.duplicates());
        add(statistics, Names.CONFLICTING_ROWS, texts.conflicting());
        if (split.role() != SplitRole.TRAIN) {
            add(statistics, Names.LEAKED_ROWS, texts.leaked());
        }
        return new SplitProfile(manifest.task(), manifest.split(), statistics);
    }

    private static void add(List<Statistic> statistics, String name, double value) {
        statistics.add(new Statistic(name, "", value));
    }

    private void addLabels(List<Statistic> statistics, Task task, ProfiledSplit split) {
        if (task.type() == TaskType.SPAN) {
            addAnswers(statistics, split);
            return;
        }
        Dataset<Row> labels = labels(task, split);
        if (task.type().hasLabels()) {
            List<Row> counts =
                    labels.groupBy(ExampleColumns.LABEL)
                            .count()
                            .orderBy(ExampleColumns.LABEL)
                            .collectAsList();
            add(
                    statistics,
                    Names.LABELLED_ROWS,
                    counts.stream().mapToLong(row -> row.getLong(1)).sum());
            for (Row row : counts) {
                int index = (int) row.getDouble(0);
                String name =
                        task.labels().isEmpty()
                                ? Integer.toString(index)
                                : task.labels().get(index);
                statistics.add(new Statistic(Names.LABEL_ROWS, name, row.getLong(1)));
            }
            return;
        }
        Row range =
                labels.agg(
                                count(lit(1)),
                                min(ExampleColumns.LABEL),
                                avg(ExampleColumns.LABEL),
                                max(ExampleColumns.LABEL))
                        .first();
        add(statistics, Names.LABELLED_ROWS, range.getLong(0));
        if (range.getLong(0) > 0) {
            add(statistics, Names.LABEL_MIN, range.getDouble(1));
            add(statistics, Names.LABEL_MEAN, range.getDouble(2));
            add(statistics, Names.LABEL_MAX, range.getDouble(3));
        }
    }

    /** Windows with the answer and without, of those where it is known. */
    private void addAnswers(List<Statistic> statistics, ProfiledSplit split) {
        Dataset<Row> starts = split.examples(spark).select(ExampleColumns.SPAN_START).na().drop();
        long known = starts.count();
        long answers = starts.filter(col(ExampleColumns.SPAN_START).gt(0)).count();
        add(statistics, Names.LABELLED_ROWS, known);
        statistics.add(new Statistic(Names.LABEL_ROWS, "answer", answers));
        statistics.add(new Statistic(Names.LABEL_ROWS, "no answer", known - answers));
    }

    /** The labels that are known: one per example, and in sequence labelling one per word. */
    private Dataset<Row> labels(Task task, ProfiledSplit split) {
        Dataset<Row> examples = split.examples(spark);
        if (task.type() != TaskType.SEQUENCE_LABELING) {
            return examples.select(ExampleColumns.LABEL).na().drop();
        }
        return examples.select(explode(col(ExampleColumns.TOKEN_LABELS)).as(ExampleColumns.LABEL))
                .select(col(ExampleColumns.LABEL).cast("double"))
                .filter(col(ExampleColumns.LABEL).geq(0));
    }

    /** Examples of each length in tokens, specials included. */
    private TreeMap<Integer, Long> lengths(ProfiledSplit split) {
        TreeMap<Integer, Long> lengths = new TreeMap<>();
        split.examples(spark)
                .groupBy(size(col(ExampleColumns.TOKEN_TYPE_IDS)))
                .count()
                .collectAsList()
                .forEach(row -> lengths.put(row.getInt(0), row.getLong(1)));
        return lengths;
    }

    private static void addLengths(
            List<Statistic> statistics, TreeMap<Integer, Long> lengths, Manifest manifest) {
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
