package io.github.mtdnn.jobs.bench;

import static org.apache.spark.sql.functions.sum;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.FinetuneSettings;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.environment.PeakMemory;
import io.github.mtdnn.spark.train.finetune.Finetuning;
import io.github.mtdnn.spark.train.table.TableSchemas;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Times a whole fine-tuning from random weights, of raw data to metrics in their table: Spark's
 * start, preparation, training, evaluation.
 */
public final class FinetuneBench {
    private static final Measure EXAMPLES = Measure.higher("examples", "examples/s");
    private static final Measure ALL = Measure.lower("all", "s").labelled("s in all");
    private static final Measure START = Measure.lower("start", "s").labelled("s start of Spark");
    private static final Measure PREPARE = Measure.lower("prepare", "s").labelled("s prepare");
    private static final Measure TRAINING =
            Measure.lower("training", "s").labelled("s training steps");
    private static final Measure TRAINED =
            Measure.higher("training examples", "examples/s").labelled("examples/s in them");
    private static final Measure EVALUATION =
            Measure.lower("evaluation and rest", "s").labelled("s evaluation and the rest");

    private final Function<Map<String, String>, SparkSession> sessions;
    private final String version;
    private final Progress progress;
    private final BenchReport report;

    /**
     * @param sessions opens a session with Spark's settings
     * @param version of this software
     * @param progress where the fine-tuning tells its scores
     */
    public FinetuneBench(
            Function<Map<String, String>, SparkSession> sessions,
            String version,
            Progress progress,
            BenchReport report) {
        this.sessions = sessions;
        this.version = version;
        this.progress = progress;
        this.report = report;
    }

    /** What steps of training came to. */
    private record Steps(long examples, double seconds) {}

    /**
     * Prepares and fine-tunes the tasks of the settings.
     *
     * @param data what the data are called in the table
     * @param settings with a run directory in which nothing is done yet
     */
    public void run(String data, Settings settings) {
        long began = System.nanoTime();
        try (SparkSession spark = sessions.apply(settings.spark())) {
            double start = (System.nanoTime() - began) / 1e9;
            double prepare = Samples.seconds(() -> Preparation.run(spark, settings));
            long prepared = System.nanoTime();
            TrainingRun run = TrainingRun.open(spark, settings, version, progress);
            finetune(run);
            long ended = System.nanoTime();
            double finetune = (ended - prepared) / 1e9;
            double all = (ended - began) / 1e9;
            Steps steps = steps(run);
            // Not before: loading the kernels is part of what is measured.
            report.workers(run.spark(), settings.kernels());
            BenchCase of =
                    BenchCase.of("finetune")
                            .with("data", data)
                            .with("encoder", encoder(settings))
                            .with("batch", settings.finetune().batchSize())
                            .with("examples", steps.examples())
                            .with("master", spark.sparkContext().master());
            report.add(EXAMPLES.of(of, steps.examples() / all), ALL.of(of, all));
            report.add(
                    START.of(of, start),
                    PREPARE.of(of, prepare),
                    TRAINING.of(of, steps.seconds()),
                    TRAINED.of(of, steps.examples() / steps.seconds()),
                    EVALUATION.of(of, finetune - steps.seconds()),
                    Measure.RESIDENT.of(of, PeakMemory.residentBytes() / Measure.MEBIBYTE));
        }
    }

    private static void finetune(TrainingRun run) {
        FinetuneSettings settings = run.settings().finetune();
        run.stage(Finetuning.STAGE, () -> new Finetuning(run, Finetuning.STAGE, settings).run());
    }

    private static String encoder(Settings settings) {
        return settings.encoder().weights().isEmpty()
                ? settings.encoder().preset().name().toLowerCase(Locale.ROOT)
                : settings.encoder().weights();
    }

    /** Those in the table, of all tasks. */
    private static Steps steps(TrainingRun run) {
        Row sums =
                run.session()
                        .read()
                        .schema(TableSchemas.STEPS)
                        .parquet(
                                new Path(
                                                run.directory().tables(),
                                                "%s/stage=%s/run_id=%s"
                                                        .formatted(
                                                                TableSchemas.STEPS_TABLE,
                                                                Finetuning.STAGE,
                                                                run.info().runId()))
                                        .toString())
                        .agg(sum("examples"), sum("seconds"))
                        .first();
        return new Steps(sums.getLong(0), sums.getDouble(1));
    }
}
