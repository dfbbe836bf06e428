package io.github.mtdnn.spark.prep;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.github.mtdnn.spark.prep.table.SplitTable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The table {@code quarantine} of the rows that were set aside. */
final class QuarantineTable {
    private static final StructType SCHEMA =
            new StructType()
                    .add("file", StringType)
                    .add("row", LongType)
                    .add("reason", StringType)
                    .add("raw", StringType);

    private final SparkSession spark;
    private final SplitTable table;

    /**
     * @param runDirectory {@code run.directory}
     */
    QuarantineTable(SparkSession spark, String runDirectory) {
        this.spark = spark;
        this.table =
                new SplitTable(
                        spark.sparkContext().hadoopConfiguration(), runDirectory, "quarantine");
    }

    /** Puts the bad rows of a split in place of those that an earlier preparation found. */
    void replace(String task, String split, RawSplit raw) {
        if (raw.badRows() == 0) {
            table.clear(task, split);
            return;
        }
        table.replace(
                task,
                split,
                spark.createDataFrame(raw.quarantined().map(QuarantineTable::row), SCHEMA));
    }

    private static Row row(BadRow bad) {
        return RowFactory.create(bad.file(), bad.row(), bad.reason(), bad.raw());
    }
}
