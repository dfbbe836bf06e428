package io.github.mtdnn.spark.train.table;

import io.github.mtdnn.metric.MetricValue;
import io.github.mtdnn.spark.train.RunInfo;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Writes the table {@code metrics}. */
public final class MetricTable {
    private final TrainingRun run;
    private final String stage;

    public MetricTable(TrainingRun run, String stage) {
        this.run = run;
        this.stage = stage;
    }

    /**
     * Writes scores in place of those of the same name.
     *
     * @param part name of these rows, for example {@code epoch-2}
     * @param epoch after which they were measured, from 1; 0 for the checkpoint that was kept
     * @param step steps of each worker up to then
     * @param checkpoint directory of the network that was scored; empty where it was not kept
     */
    public void write(
            String part, List<SplitScore> scores, int epoch, long step, String checkpoint) {
        RunInfo info = run.info();
        Timestamp now = Timestamp.from(Instant.now());
        List<Row> rows = new ArrayList<>();
        for (SplitScore score : scores) {
            for (int i = 0; i < score.metrics().size(); i++) {
                MetricValue metric = score.metrics().get(i);
                rows.add(
                        RowFactory.create(
                                score.task().name(),
                                score.split(),
                                metric.name().configName(),
                                metric.value(),
                                metric.ciLow(),
                                metric.ciHigh(),
                                score.baselines().get(i),
                                metric.examples(),
                                epoch,
                                step,
                                info.seed(),
                                checkpoint,
                                info.configHash(),
                                info.dataHash(),
                                info.version(),
                                now));
            }
        }
        run.tables().write(TableSchemas.METRICS_TABLE, stage, part, TableSchemas.METRICS, rows);
    }
}
