package io.github.mtdnn.spark.prep;

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

    /**
     * @param rawDirectory {@code data.raw}
     * @param maxTextLength {@code data.max-text-length}
     */
    public ExampleReader(SparkSession spark, String rawDirectory, int maxTextLength) {
        this(spark, rawDirectory, maxTextLength, BadRowPolicy.FAIL, TextSurvey.STRETCH_BYTES);
    }

    /**
     * @param stretchBytes length of the stretches that text files are cut into
     */
    ExampleReader(
            SparkSession spark,
            String rawDirectory,
            int maxTextLength,
            BadRowPolicy badRows,
            long stretchBytes) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        this.spark = spark;
        this.files = new RawFiles(configuration, rawDirectory);
        this.survey = new TextSurvey(context, configuration, stretchBytes);
        this.maxTextLength = maxTextLength;
        this.badRows = badRows;
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
     * Reads the raw data of a split through and checks every row by itself; {@link UniqueUids}
     * checks them against each other.
     *
     * @throws DataFormatException where it is not there, has no rows, or has a row that is not as
     *     the task needs it
     */
    RawSplit read(Task task, SplitSource source) {
        ExampleMapper mapper = new ExampleMapper(task, source, maxTextLength);
        RawSplit split =
                switch (source.format()) {
                    case TSV, CSV, JSONL, JSON, CONLL, TEXT ->
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
}
