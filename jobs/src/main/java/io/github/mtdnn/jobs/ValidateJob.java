package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import io.github.mtdnn.spark.train.validate.Validation;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Runs every check that needs no training.
 *
 * <pre>spark-submit --class io.github.mtdnn.jobs.ValidateJob mtdnn-jobs.jar --conf my.conf</pre>
 */
@Command(
        name = "validate",
        description = {
            "Checks all that can be checked without training: settings, machine, vocabulary and"
                    + " weights, every row of the raw data, training texts among those to be scored on;"
                    + " estimates memory and traffic.",
            "",
            "Leaves nothing behind. Ends with the exit code that training would end with."
        })
public final class ValidateJob implements Callable<Integer> {
    @Mixin private SettingsArguments arguments;

    public static void main(String[] args) {
        CommandRunner.main(new ValidateJob(), args);
    }

    @Override
    public Integer call() {
        Settings settings = arguments.load();
        try (SparkSession spark = JobSession.open("validate", settings.spark())) {
            EnvironmentCheck.requireForTraining(settings.kernels(), MemoryNeed.NONE);
            Validation.run(spark, settings).forEach(System.out::println);
            System.out.println("All is well.");
        }
        return 0;
    }
}
