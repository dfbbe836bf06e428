package io.github.mtdnn.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.jobs.bench.Measure.Better;
import io.github.mtdnn.spark.shard.StoreFileSystem;
import java.io.IOException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The table {@code bench} of one run, a directory of Parquet; docs/tables.md describes it. */
public final class BenchTable {
    static final StructType SCHEMA =
            new StructType()
                    .add("run_id", StringType)
                    .add("started", TimestampType)
                    .add("version", StringType)
                    .add("cores", IntegerType)
                    .add("cpu", StringType)
                    .add("jvm", StringType)
                    .add("kernels", StringType)
                    .add("benchmark", StringType)
                    .add("setting", DataTypes.createMapType(StringType, StringType))
                    .add("measure", StringType)
                    .add("unit", StringType)
                    .add("better", StringType)
                    .add("value", DoubleType)
                    .add("min", DoubleType)
                    .add("max", DoubleType)
                    .add("repeats", IntegerType);

    private final Path directory;
    private final Configuration hadoop;

    /**
     * @param location of the directory, on any file system
     */
    public BenchTable(String location, Configuration hadoop) {
        directory = new Path(location);
        this.hadoop = hadoop;
    }

    /**
     * Before minutes are spent on what could not be written.
     *
     * @throws ConfigException where there is something already
     */
    public void requireAbsent() {
        try {
            if (files().exists(directory)) {
                throw new ConfigException(
                        "%s is there already. Name another directory by --output, or remove it first."
                                .formatted(directory));
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Writes a run aside, and puts the directory in its place when it is whole. */
    public void write(SparkSession spark, BenchRun run) {
        Path aside =
                new Path(
                        directory.getParent(), "." + directory.getName() + "." + UUID.randomUUID());
        try {
            requireAbsent();
            // Checksum files of the local file system would lie beside the table.
            directory.getFileSystem(hadoop).setWriteChecksum(false);
            spark.createDataFrame(rows(run), SCHEMA)
                    .coalesce(1)
                    .write()
                    .option("compression", "snappy")
                    .parquet(qualified(aside));
            if (!files().rename(aside, directory)) {
                throw new IOException("cannot rename " + aside);
            }
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            deleteQuietly(aside);
        }
    }

    /**
     * The run that the directory holds.
     *
     * @throws DataFormatException where it holds none
     */
    public BenchRun read(SparkSession spark) {
        try {
            if (!files().exists(directory)) {
                throw notOfBench("it is not there", null);
            }
            Dataset<Row> table = table(spark);
            if (!List.of(table.columns()).containsAll(List.of(SCHEMA.fieldNames()))) {
                throw notOfBench("its columns are " + String.join(", ", table.columns()), null);
            }
            // A map of Scala's with more than four entries forgets their order.
            return run(table.withColumn("setting", map_entries(col("setting"))).collectAsList());
        } catch (IOException e) {
            throw notOfBench(e.getMessage(), e);
        }
    }

    private Dataset<Row> table(SparkSession spark) throws IOException {
        String location = qualified(directory);
        try {
            return spark.read().parquet(location);
        } catch (Exception e) { // Spark's are checked, but not declared
            throw notOfBench("Spark finds no Parquet files in it", e);
        }
    }

    private DataFormatException notOfBench(String found, Exception cause) {
        return new DataFormatException(
                "%s holds no figures of bench: %s. Name a directory that ./mtdnn bench … --output wrote."
                        .formatted(directory, found),
                cause);
    }

    private static List<Row> rows(BenchRun run) {
        return run.measurements().stream()
                .map(
                        figure ->
                                RowFactory.create(
                                        run.id(),
                                        Timestamp.from(run.started()),
                                        run.version(),
                                        run.machine().cores(),
                                        run.machine().cpu(),
                                        run.machine().jvm(),
                                        run.machine().kernels(),
                                        figure.of().benchmark(),
                                        figure.of().setting(),
                                        figure.measure().name(),
                                        figure.measure().unit(),
                                        figure.measure().better().name().toLowerCase(Locale.ROOT),
                                        figure.samples().median(),
                                        figure.samples().min(),
                                        figure.samples().max(),
                                        figure.samples().repeats()))
                .toList();
    }

    private BenchRun run(List<Row> rows) {
        if (rows.isEmpty()) {
            throw notOfBench("it has no rows", null);
        }
        Row first = rows.get(0);
        return new BenchRun(
                first.getAs("run_id"),
                first.<Timestamp>getAs("started").toInstant(),
                first.getAs("version"),
                new Machine(
                        first.getAs("cores"),
                        first.getAs("cpu"),
                        first.getAs("jvm"),
                        first.getAs("kernels")),
                rows.stream().map(BenchTable::measurement).toList());
    }

    private static Measurement measurement(Row row) {
        BenchCase of = BenchCase.of(row.getAs("benchmark"));
        for (Row property : row.<Row>getList(row.fieldIndex("setting"))) {
            of = of.with(property.getString(0), property.getString(1));
        }
        Measure measure =
                new Measure(
                        row.getAs("measure"),
                        row.getAs("unit"),
                        Better.valueOf(row.<String>getAs("better").toUpperCase(Locale.ROOT)),
                        row.getAs("unit"));
        return measure.of(
                of,
                new Samples(
                        row.getAs("value"),
                        row.getAs("min"),
                        row.getAs("max"),
                        row.getAs("repeats")));
    }

    private FileSystem files() throws IOException {
        return StoreFileSystem.of(directory, hadoop);
    }

    private String qualified(Path path) throws IOException {
        return files().makeQualified(path).toString();
    }

    private EnvironmentException unwritable(IOException e) {
        return new EnvironmentException(
                "%s cannot be written: %s. Make room, mend the permissions, or name another place."
                        .formatted(directory, e.getMessage()),
                e);
    }

    private void deleteQuietly(Path aside) {
        try {
            files().delete(aside, true);
        } catch (IOException e) {
            // Left behind under a name that no reader looks at.
        }
    }
}
