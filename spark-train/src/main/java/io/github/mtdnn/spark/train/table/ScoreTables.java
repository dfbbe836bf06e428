package io.github.mtdnn.spark.train.table;

import io.github.mtdnn.metric.MetricValue;
import io.github.mtdnn.spark.train.RunInfo;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Writes what predictions were found to be worth: the table {@code metrics}, and of classes and
 * tags the tables {@code classes} and {@code confusion}.
 */
public final class ScoreTables {
    private final TrainingRun run;
    private final String stage;

    public ScoreTables(TrainingRun run, String stage) {
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
        Timestamp now = Timestamp.from(Instant.now());
        write(
                TableSchemas.METRICS_TABLE,
                part,
                TableSchemas.METRICS,
                rows(scores, score -> metrics(score, epoch, step, checkpoint, now)));
        write(
                TableSchemas.CLASSES_TABLE,
                part,
                TableSchemas.CLASSES,
                rows(scores, score -> classes(score, epoch, step)));
        write(
                TableSchemas.CONFUSION_TABLE,
                part,
                TableSchemas.CONFUSION,
                rows(scores, score -> confusion(score, epoch, step)));
    }

    private void write(String table, String part, StructType schema, List<Row> rows) {
        if (!rows.isEmpty()) {
            run.tables().write(table, stage, part, schema, rows);
        }
    }

    private static List<Row> rows(List<SplitScore> scores, Function<SplitScore, Stream<Row>> of) {
        return scores.stream().flatMap(of).toList();
    }

    private Stream<Row> metrics(
            SplitScore score, int epoch, long step, String checkpoint, Timestamp now) {
        RunInfo info = run.info();
        return IntStream.range(0, score.metrics().size())
                .mapToObj(
                        i -> {
                            MetricValue metric = score.metrics().get(i);
                            return RowFactory.create(
                                    score.task().name(),
                                    score.split(),
                                    metric.name().configName(),
                                    metric.value(),
                                    metric.threshold(),
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
                                    now);
                        });
    }

    private static Stream<Row> classes(SplitScore score, int epoch, long step) {
        return score.report().classes().entrySet().stream()
                .map(
                        entry ->
                                RowFactory.create(
                                        score.task().name(),
                                        score.split(),
                                        entry.getKey(),
                                        entry.getValue().precision(),
                                        entry.getValue().recall(),
                                        entry.getValue().f1(),
                                        entry.getValue().labelled(),
                                        entry.getValue().predicted(),
                                        epoch,
                                        step));
    }

    private static Stream<Row> confusion(SplitScore score, int epoch, long step) {
        return score.report().confusion().stream()
                .map(
                        confused ->
                                RowFactory.create(
                                        score.task().name(),
                                        score.split(),
                                        confused.label(),
                                        confused.prediction(),
                                        confused.count(),
                                        epoch,
                                        step));
    }
}
