package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings.DataSettings;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.Task;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Reads raw data sets as examples. */
public final class ExampleReader {
    private final SparkSession spark;
    private final RawFiles files;
    private final TextSurvey survey;
    private final int maxTextLength;
    private final BadRowPolicy badRows;
    private final TokenLimits limits;

    /**
     * @param rawDirectory {@code data.raw}
     * @param maxTextLength {@code data.max-text-length}
     */
    public ExampleReader(SparkSession spark, String rawDirectory, int maxTextLength) {
        this(spark, rawDirectory, maxTextLength, BadRowPolicy.FAIL, TextSurvey.STRETCH_BYTES);
    }

    /** Reads texts alone, as {@code prepare} does with these settings. */
    public static ExampleReader ofTexts(SparkSession spark, DataSettings settings) {
        return new ExampleReader(
                spark,
                settings.raw(),
                settings.maxTextLength(),
                BadRowPolicy.of(settings),
                TextSurvey.STRETCH_BYTES);
    }

    /** Of texts alone. */
    ExampleReader(
            SparkSession spark,
            String rawDirectory,
            int maxTextLength,
            BadRowPolicy badRows,
            long stretchBytes) {
        this(spark, rawDirectory, maxTextLength, badRows, stretchBytes, TokenLimits.NONE);
    }

    /**
     * @param stretchBytes length of the stretches that text files are cut into
     * @param limits of data that are tokens already
     */
    ExampleReader(
            SparkSession spark,
            String rawDirectory,
            int maxTextLength,
            BadRowPolicy badRows,
            long stretchBytes,
            TokenLimits limits) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        this.spark = spark;
        this.files = new RawFiles(configuration, rawDirectory);
        this.survey = new TextSurvey(context, configuration, stretchBytes);
        this.maxTextLength = maxTextLength;
        this.badRows = badRows;
        this.limits = limits;
    }

    /** Whether the raw data of a split is there. */
    public boolean exists(SplitSource source) {
        return source.format() == TableFormat.TABLE
                ? spark.catalog().tableExists(source.path())
                : files.exist(source);
    }

    /** The raw data of a split as messages name it: a path or a table. */
    public String name(SplitSource source) {
        return source.format() == TableFormat.TABLE ? "table " + source.path() : files.name(source);
    }

    /**
     * The examples of a split that {@code prepare} would encode.
     *
     * @throws DataFormatException where the raw data is not there, has no rows, or has a row that
     *     is not as the task needs it
     * @throws ConfigException where it has tokens, not texts
     */
    public CheckedSplit readChecked(Task task, SplitSource source) {
        RawSplit raw = read(task, source);
        return CheckedSplit.of(raw, taken(raw, task, source), task, source);
    }

    /**
     * Reads the raw data of a split through and checks every row by itself; {@link CheckedSplit}
     * checks them against each other.
     *
     * @throws DataFormatException where it is not there, has no rows, or has a row that is not as
     *     the task needs it
     */
    RawSplit read(Task task, SplitSource source) {
        requireTexts(task, source);
        ExampleMapper mapper = new ExampleMapper(task, source, maxTextLength, limits);
        RawSplit split =
                switch (source.format()) {
                    case TSV, CSV, JSONL, JSON, CONLL, TEXT, MTDNN_JSON ->
                            survey.survey(
                                    files.find(source),
                                    new TextFormat(source, maxTextLength, badRows),
                                    mapper);
                    case PARQUET ->
                            TableSplit.ofParquet(
                                    spark,
                                    name(source),
                                    files.find(source),
                                    source,
                                    mapper,
                                    badRows);
                    case TABLE -> TableSplit.ofTable(spark, name(source), source, mapper, badRows);
                };
        if (split.rows() == 0) {
            throw new DataFormatException(
                    ("%s: split %s of task %s has no rows (%d left out as too short or by "
                                    + "their label). Put data there, or correct path, header "
                                    + "and columns of "
                                    + "the split in the task's definition.")
                            .formatted(
                                    name(source),
                                    source.split(),
                                    task.name(),
                                    split.leftOutRows()));
        }
        return split;
    }

    /**
     * The rows of a split that are worked with: its sample, where the task asks for one.
     *
     * @param split what {@link #read} found
     * @throws DataFormatException where there are not as many rows as the sample has
     */
    ExampleRows taken(RawSplit split, Task task, SplitSource source) {
        return source.selection().sample().isAll()
                ? split
                : SampledRows.of(split, task, source, name(source));
    }

    private void requireTexts(Task task, SplitSource source) {
        if (source.format().isTokenized() && limits.equals(TokenLimits.NONE)) {
            throw new ConfigException(
                    ("split %s of task %s has tokens (format = %s), but texts are needed here. Name the"
                                    + " texts that they were made from.")
                            .formatted(source.split(), task.name(), source.format().configName()));
        }
    }
}
