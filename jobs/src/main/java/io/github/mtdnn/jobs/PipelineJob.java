package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.prep.profile.DataProfile;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import io.github.mtdnn.spark.train.finetune.Finetuning;
import io.github.mtdnn.spark.train.refine.Refinement;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/**
 * The whole way from raw data to metrics.
 *
 * <pre>spark-submit --class io.github.mtdnn.jobs.PipelineJob mtdnn-jobs.jar --conf my.conf</pre>
 */
@Command(
        name = "pipeline",
        description = {
            "Prepares the raw data, refines one encoder on all tasks, fine-tunes and scores each"
                    + " task.",
            "",
            "A split that is prepared already is left as it is; a refinement that was cut off goes"
                    + " on."
        },
        footer = {
            "",
            "Example:  ./mtdnn pipeline --conf conf/glue-small.conf data.raw=glue_data"
                    + " encoder.vocab=vocab.txt"
        })
public final class PipelineJob extends TrainingJob {
    public static void main(String[] args) {
        CommandRunner.main(new PipelineJob(), args);
    }

    @Override
    String name() {
        return "pipeline";
    }

    @Override
    void prepare(SparkSession spark, Settings settings) {
        Preparation.run(spark, settings);
        DataProfile.report(spark, settings);
    }

    @Override
    void run(TrainingRun run) {
        List<SplitScore> refined =
                run.stage(Refinement.STAGE, () -> new Refinement(run).run()).scores();
        List<SplitScore> finetuned =
                run.stage(
                        Finetuning.STAGE,
                        () ->
                                new Finetuning(run, Finetuning.STAGE, run.settings().finetune())
                                        .run());
        ScoreTable table = new ScoreTable();
        table.add("refined", refined);
        table.add("fine-tuned", finetuned);
        run.progress().line("%s", table);
    }
}
