package io.github.mtdnn.spark.train.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of the tables; docs/tables.md describes them. {@code stage} and {@code run_id} are
 * partition columns, which the directories hold.
 */
public final class TableSchemas {
    public static final String METRICS_TABLE = "metrics";
    public static final String CLASSES_TABLE = "classes";
    public static final String CONFUSION_TABLE = "confusion";
    public static final String STEPS_TABLE = "steps";
    public static final String PREDICTIONS_TABLE = "predictions";
    public static final String RUNS_TABLE = "runs";
    public static final String COMPARISONS_TABLE = "comparisons";

    public static final StructType METRICS =
            new StructType()
                    .add("task", StringType)
                    .add("split", StringType)
                    .add("metric", StringType)
                    .add("value", DoubleType)
                    .add("threshold", DoubleType)
                    .add("ci_low", DoubleType)
                    .add("ci_high", DoubleType)
                    .add("baseline", DoubleType)
                    .add("examples", LongType)
                    .add("epoch", IntegerType)
                    .add("step", LongType)
                    .add("seed", LongType)
                    .add("checkpoint", StringType)
                    .add("config_hash", StringType)
                    .add("data_hash", StringType)
                    .add("version", StringType)
                    .add("written_at", TimestampType);

    public static final StructType CLASSES =
            new StructType()
                    .add("task", StringType)
                    .add("split", StringType)
                    .add("class", StringType)
                    .add("precision", DoubleType)
                    .add("recall", DoubleType)
                    .add("f1", DoubleType)
                    .add("support", LongType)
                    .add("predicted", LongType)
                    .add("epoch", IntegerType)
                    .add("step", LongType);

    public static final StructType CONFUSION =
            new StructType()
                    .add("task", StringType)
                    .add("split", StringType)
                    .add("label", StringType)
                    .add("prediction", StringType)
                    .add("count", LongType)
                    .add("epoch", IntegerType)
                    .add("step", LongType);

    public static final StructType STEPS =
            new StructType()
                    .add("round", IntegerType)
                    .add("step", LongType)
                    .add("worker", IntegerType)
                    .add("task", StringType)
                    .add("loss", DoubleType)
                    .add("learning_rate", DoubleType)
                    .add("grad_norm", DoubleType)
                    .add("examples", LongType)
                    .add("tokens", LongType)
                    .add("seconds", DoubleType);

    public static final StructType PREDICTIONS =
            new StructType()
                    .add("task", StringType)
                    .add("split", StringType)
                    .add("type", StringType)
                    .add("uid", StringType)
                    .add("group", StringType)
                    .add("label", DoubleType)
                    .add("prediction", DoubleType)
                    .add("probabilities", DataTypes.createArrayType(DoubleType))
                    .add("loss", DoubleType)
                    .add("rank", IntegerType)
                    .add("text", StringType)
                    .add("best_answer", StringType)
                    .add("answers", DataTypes.createArrayType(StringType))
                    .add("tags", DataTypes.createArrayType(StringType))
                    .add("tag_labels", DataTypes.createArrayType(StringType));

    public static final StructType RUNS =
            new StructType()
                    .add("configuration", StringType)
                    .add("versions", StringType)
                    .add("cluster", StringType)
                    .add("started", TimestampType)
                    .add("ended", TimestampType)
                    .add("status", StringType);

    public static final StructType COMPARISONS =
            new StructType()
                    .add("task", StringType)
                    .add("split", StringType)
                    .add("metric", StringType)
                    .add("value_a", DoubleType)
                    .add("value_b", DoubleType)
                    .add("difference", DoubleType)
                    .add("ci_low", DoubleType)
                    .add("ci_high", DoubleType)
                    .add("p_value", DoubleType)
                    .add("test", StringType)
                    .add("examples", LongType)
                    .add("run_a", StringType)
                    .add("run_b", StringType)
                    .add("resamples", IntegerType)
                    .add("seed", LongType)
                    .add("version", StringType)
                    .add("written_at", TimestampType);

    private TableSchemas() {}
}
