package io.github.mtdnn.spark.prep.profile;

import io.github.mtdnn.data.ExampleColumns;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.task.SplitRole;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A prepared split and where its shards are. */
record ProfiledSplit(SplitRole role, Manifest manifest, Path directory) {
    private static final StructType COLUMNS =
            new StructType()
                    .add(ExampleColumns.INPUT_IDS, DataTypes.createArrayType(DataTypes.IntegerType))
                    .add(
                            ExampleColumns.TOKEN_TYPE_IDS,
                            DataTypes.createArrayType(DataTypes.IntegerType))
                    .add(ExampleColumns.LABEL, DataTypes.DoubleType)
                    .add(
                            ExampleColumns.TOKEN_LABELS,
                            DataTypes.createArrayType(DataTypes.IntegerType))
                    .add(ExampleColumns.SPAN_START, DataTypes.IntegerType);

    /** The examples, without their uids. */
    Dataset<Row> examples(SparkSession spark) {
        return spark.read()
                .schema(COLUMNS)
                .parquet(
                        manifest.shards().stream()
                                .map(shard -> new Path(directory, shard.file()).toString())
                                .toArray(String[]::new));
    }
}
