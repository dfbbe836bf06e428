package io.github.mtdnn.jobs;

import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.evaluate.Evaluation;
import picocli.CommandLine.Command;

/**
 * Predicts dev and test splits by a checkpoint, and scores it on those with labels.
 *
 * <pre>spark-submit --class io.github.mtdnn.jobs.EvaluateJob mtdnn-jobs.jar --conf my.conf</pre>
 */
@Command(
        name = "evaluate",
        description = {
            "Predicts the dev and test splits of the tasks that a checkpoint has heads for, also those"
                    + " without labels, and scores it on those with labels, with 95 %% intervals.",
            "",
            "Takes <run.directory>/refine/best, or the directory evaluate.from."
        })
public final class EvaluateJob extends TrainingJob {
    public static void main(String[] args) {
        CommandRunner.main(new EvaluateJob(), args);
    }

    @Override
    String name() {
        return Evaluation.STAGE;
    }

    @Override
    void run(TrainingRun run) {
        run.stage(Evaluation.STAGE, () -> new Evaluation(run).run());
    }
}
