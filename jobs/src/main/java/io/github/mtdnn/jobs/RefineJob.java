package io.github.mtdnn.jobs;

import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.refine.Refinement;
import picocli.CommandLine.Command;

/**
 * Trains one shared encoder on all tasks by parameter averaging.
 *
 * <pre>spark-submit --class io.github.mtdnn.jobs.RefineJob mtdnn-jobs.jar --conf my.conf</pre>
 */
@Command(
        name = "refine",
        description = {
            "Trains one shared encoder with a head per task on the prepared shards, by parameter"
                    + " averaging over refine.workers workers.",
            "",
            "Leaves the best checkpoint in <run.directory>/refine/best and goes on from the last one"
                    + " in <run.directory>/refine/checkpoints if it was cut off."
        })
public final class RefineJob extends TrainingJob {
    public static void main(String[] args) {
        CommandRunner.main(new RefineJob(), args);
    }

    @Override
    String name() {
        return Refinement.STAGE;
    }

    @Override
    void run(TrainingRun run) {
        run.stage(Refinement.STAGE, () -> new Refinement(run).run());
    }
}
