package io.github.mtdnn.jobs.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts jobs as the script {@code spark-submit} does, from the build's jars. */
final class SparkSubmit {
    private SparkSubmit() {}

    /**
     * Submits a job in client mode, in which the driver runs in the process that is started; does
     * not wait for it.
     *
     * @param javaOptions of the driver
     * @param master for example {@code local[2]}
     * @param mainClass its class with {@code main}
     * @param conf settings of Spark, given with {@code --conf}
     * @param arguments of the job
     * @param log receives what it writes
     */
    static LoggedProcess start(
            List<String> javaOptions,
            String master,
            Class<?> mainClass,
            Map<String, String> conf,
            List<String> arguments,
            Path log)
            throws IOException {
        List<String> options = new ArrayList<>(javaOptions);
        options.addAll(List.of("-Xmx1g", "--add-modules=jdk.incubator.vector"));
        List<String> command = BuildLayout.java(options, "org.apache.spark.deploy.SparkSubmit");
        command.addAll(List.of("--master", master, "--deploy-mode", "client"));
        command.addAll(List.of("--class", mainClass.getName()));
        command.addAll(List.of("--jars", BuildLayout.jarsOption()));
        conf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
        command.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
        command.addAll(List.of("--conf", "spark.ui.enabled=false"));
        command.add(BuildLayout.applicationJar().toString());
        command.addAll(arguments);
        return LoggedProcess.start(command, log);
    }
}
