package io.github.mtdnn.jobs;

import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.evaluate.Evaluation;
import picocli.CommandLine.Command;

/**
 * Scores a checkpoint on the labelled splits of its tasks.
 *
 * <pre>spark-submit --class io.github.mtdnn.jobs.EvaluateJob mtdnn-jobs.jar --conf my.conf</pre>
 */
@Command(
        name = "evaluate",
        description = {
            "Scores a checkpoint on the labelled splits of the tasks it has heads for, with 95 %%"
                    + " intervals.",
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
