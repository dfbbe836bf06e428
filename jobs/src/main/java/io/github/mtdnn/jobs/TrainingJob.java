package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.container.WorkerKernels;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import io.github.mtdnn.spark.train.environment.PeakMemory;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;

/** A job that works on a prepared run: configuration, check of the environment, session, stage. */
abstract class TrainingJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;

    /** Name of the job, as of its command. */
    abstract String name();

    /** The job's work. */
    abstract void run(TrainingRun run);

    /** What the job does before the run can be opened. */
    void prepare(SparkSession spark, Settings settings) {}

    @Override
    public final Integer call() {
        Settings settings = arguments.load();
        Progress progress = new Progress(System.out);
        EnvironmentCheck.requireForTraining(settings.kernels(), MemoryNeed.NONE);
        try (SparkSession spark = JobSession.open(name(), settings.spark())) {
            prepare(spark, settings);
            TrainingRun run = TrainingRun.open(spark, settings, Version.ofJar(), progress);
            WorkerKernels.describe(run.spark(), settings.kernels())
                    .forEach(kernels -> progress.line("%s", kernels));
            run(run);
            tellMemory(progress);
            progress.line("tables  %s (run %s)", run.directory().tables(), run.info().runId());
        }
        return 0;
    }

    /** Of a local run this is all there is: what its container has to have. */
    private static void tellMemory(Progress progress) {
        long bytes = PeakMemory.residentBytes();
        if (bytes > 0) {
            progress.line("memory  %,d MiB resident at the most in this process", bytes >> 20);
        }
    }
}
