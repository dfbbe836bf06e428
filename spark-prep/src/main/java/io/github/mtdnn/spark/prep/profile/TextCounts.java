package io.github.mtdnn.spark.prep.profile;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.github.mtdnn.data.ExampleColumns;
import io.github.mtdnn.task.SplitRole;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Examples of a split whose texts are there more than once.
 *
 * <p>Texts are the same where their token ids and types are, which is told by a 64-bit hash: among
 * a million texts two different ones are taken for one with a probability of 3 in 10⁸. Spark groups
 * the hashes of all of a task's splits in one shuffle, which spills to disk where memory is short.
 *
 * @param duplicates examples beyond the first of their text
 * @param conflicting examples whose text is there with another label too
 * @param leaked examples whose text is in the training split; 0 for that itself
 */
record TextCounts(long duplicates, long conflicting, long leaked) {

    /** Counts for each of a task's splits, in their order. */
    static List<TextCounts> of(SparkSession spark, List<ProfiledSplit> splits) {
        List<Column> perText = perText(splits);
        List<Column> totals = totals(splits);
        Row row =
                texts(spark, splits)
                        .groupBy("text")
                        .agg(perText.get(0), rest(perText))
                        .agg(totals.get(0), rest(totals))
                        .first();
        List<TextCounts> counts = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            counts.add(
                    new TextCounts(
                            row.getLong(3 * i), row.getLong(3 * i + 1), row.getLong(3 * i + 2)));
        }
        return counts;
    }

    private static Column[] rest(List<Column> columns) {
        return columns.subList(1, columns.size()).toArray(Column[]::new);
    }

    private static Dataset<Row> texts(SparkSession spark, List<ProfiledSplit> splits) {
        List<Dataset<Row>> all = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            all.add(
                    splits.get(i)
                            .examples(spark)
                            .select(
                                    lit(i).as("split"),
                                    xxhash64(
                                                    col(ExampleColumns.INPUT_IDS),
                                                    col(ExampleColumns.TOKEN_TYPE_IDS))
                                            .as("text"),
                                    col(ExampleColumns.LABEL).as("label")));
        }
        return all.stream().reduce(Dataset::union).orElseThrow();
    }

    /** Of a text, for each split: how many examples, and their least and greatest label. */
    private static List<Column> perText(List<ProfiledSplit> splits) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            Column here = col("split").equalTo(i);
            columns.add(count(when(here, 1)).as("rows" + i));
            columns.add(min(when(here, col("label"))).as("least" + i));
            columns.add(max(when(here, col("label"))).as("greatest" + i));
        }
        return columns;
    }

    private static List<Column> totals(List<ProfiledSplit> splits) {
        Column inTraining = lit(0L);
        for (int i = 0; i < splits.size(); i++) {
            if (splits.get(i).role() == SplitRole.TRAIN) {
                inTraining = inTraining.plus(col("rows" + i));
            }
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            Column rows = col("rows" + i);
            boolean training = splits.get(i).role() == SplitRole.TRAIN;
            columns.add(total(rows.gt(1), rows.minus(1)));
            columns.add(total(col("least" + i).lt(col("greatest" + i)), rows));
            columns.add(total(lit(!training).and(inTraining.gt(0)), rows));
        }
        return columns;
    }

    private static Column total(Column condition, Column rows) {
        return coalesce(sum(when(condition, rows)), lit(0L));
    }
}
