package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.FinetuneSettings;
import io.github.mtdnn.config.Settings.RefineSettings;
import io.github.mtdnn.jobs.demo.DemoData;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.finetune.Finetuning;
import io.github.mtdnn.spark.train.refine.Refinement;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** The whole way on data of its own, beside training each task alone. */
@Command(
        name = "demo",
        description = {
            "Makes four small data sets, runs the whole pipeline on them, and trains each task alone"
                    + " from random weights for as many steps on its examples, to compare with.",
            "",
            "Takes a few minutes on two cores. Settings and files are those of pipeline, on top of"
                    + " conf/demo.conf."
        })
public final class DemoJob extends TrainingJob {
    static final String SINGLE_TASK = "single-task";

    public static void main(String[] args) {
        CommandRunner.main(new DemoJob(), args);
    }

    @Override
    String name() {
        return "demo";
    }

    @Override
    void prepare(SparkSession spark, Settings settings) {
        DemoData.write(
                Path.of(settings.data().raw()), DemoData.Sizes.DEFAULT, settings.run().seed());
        Preparation.run(spark, settings);
    }

    @Override
    void run(TrainingRun run) {
        Refinement.Outcome refined = run.stage(Refinement.STAGE, () -> new Refinement(run).run());
        FinetuneSettings finetune = run.settings().finetune();
        ScoreTable table = new ScoreTable();
        table.add("refined", refined.scores());
        table.add(
                "fine-tuned",
                run.stage(
                        Finetuning.STAGE,
                        () -> new Finetuning(run, Finetuning.STAGE, finetune).run()));
        FinetuneSettings alone = singleTask(run);
        table.add(
                "single task",
                run.stage(SINGLE_TASK, () -> new Finetuning(run, SINGLE_TASK, alone).run()));
        run.progress().line("%n%s%n", table);
    }

    /**
     * Training of a task alone from random weights, with as many steps on its examples as its
     * multi-task checkpoint has behind it: those that each worker made in refinement, and those of
     * fine-tuning. Epochs are rounded up, in favour of the task alone.
     */
    private static FinetuneSettings singleTask(TrainingRun run) {
        FinetuneSettings finetune = run.settings().finetune();
        RefineSettings refine = run.settings().refine();
        return new FinetuneSettings(
                Finetuning.RANDOM,
                (refine.epochs() + refine.workers() - 1) / refine.workers() + finetune.epochs(),
                0,
                finetune.batchSize(),
                finetune.accumulation(),
                run.settings().optimizer().learningRate(),
                finetune.parallelTasks());
    }
}
