package io.github.mtdnn.jobs;

import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.finetune.Finetuning;
import picocli.CommandLine.Command;

/**
 * Fine-tunes each task on its own from a common checkpoint.
 *
 * <pre>spark-submit --class io.github.mtdnn.jobs.FinetuneJob mtdnn-jobs.jar --conf my.conf</pre>
 */
@Command(
        name = "finetune",
        description = {
            "Fine-tunes each task on its own from a common checkpoint, several side by side, and"
                    + " scores its best epoch.",
            "",
            "Begins with <run.directory>/refine/best, or with finetune.from: a directory with"
                    + " config.json and model.safetensors, or \"random\"."
        })
public final class FinetuneJob extends TrainingJob {
    public static void main(String[] args) {
        CommandRunner.main(new FinetuneJob(), args);
    }

    @Override
    String name() {
        return Finetuning.STAGE;
    }

    @Override
    void run(TrainingRun run) {
        run.stage(
                Finetuning.STAGE,
                () -> new Finetuning(run, Finetuning.STAGE, run.settings().finetune()).run());
    }
}
