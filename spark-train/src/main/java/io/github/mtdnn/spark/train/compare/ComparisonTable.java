package io.github.mtdnn.spark.train.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.metric.Difference;
import io.github.mtdnn.spark.train.table.TableSchemas;
import io.github.mtdnn.spark.train.table.Tables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the table {@code comparisons}, beside the predictions of the second run. Comparing with
 * the same first run again replaces its rows.
 */
public final class ComparisonTable {
    private static final int HASH_DIGITS = 12;

    private final SparkSession session;
    private final String version;

    /**
     * @param version of this software
     */
    public ComparisonTable(SparkSession session, String version) {
        this.session = session;
        this.version = version;
    }

    /** Writes what {@link RunComparison} found of two runs. */
    public void write(
            StoredRun first,
            StoredRun second,
            List<Comparison> comparisons,
            int resamples,
            long seed) {
        Timestamp now = Timestamp.from(Instant.now());
        List<Row> rows =
                comparisons.stream()
                        .map(
                                comparison -> {
                                    Difference difference = comparison.difference();
                                    return RowFactory.create(
                                            comparison.task(),
                                            comparison.split(),
                                            difference.name().configName(),
                                            difference.first(),
                                            difference.second(),
                                            difference.value(),
                                            difference.ciLow(),
                                            difference.ciHigh(),
                                            comparison.pValue(),
                                            comparison.test().tableName(),
                                            (long) difference.units(),
                                            first.toString(),
                                            second.toString(),
                                            resamples,
                                            seed,
                                            version,
                                            now);
                                })
                        .toList();
        new Tables(session, second.directory(), second.runId())
                .write(
                        TableSchemas.COMPARISONS_TABLE,
                        second.stage(),
                        "with-"
                                + Sha256.of(first.toString().getBytes(UTF_8))
                                        .substring(0, HASH_DIGITS),
                        TableSchemas.COMPARISONS,
                        rows);
    }
}
