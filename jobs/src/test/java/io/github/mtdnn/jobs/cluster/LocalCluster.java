package io.github.mtdnn.jobs.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A standalone cluster of Spark on this machine's loopback address: a Master and its Workers, each
 * a process of its own, run from the build's jars. Jobs are submitted as spark-submit does it.
 */
public final class LocalCluster implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern MASTER_URL =
            Pattern.compile("Starting Spark master at (spark://\\S+:\\d+)");
    private static final Pattern REGISTERED =
            Pattern.compile("Successfully registered with master");
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private final Path directory;
    private final List<LoggedProcess> processes = new ArrayList<>();
    private final List<LoggedProcess> workers = new ArrayList<>();
    private String masterUrl;
    private int submissions;

    private LocalCluster(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts a cluster and waits until its workers are registered.
     *
     * @param directory for logs and the executors' files; has to be there
     * @param workers number of Worker processes
     * @param coresPerWorker cores that each offers
     * @param memoryMib memory that each offers
     */
    public static LocalCluster start(Path directory, int workers, int coresPerWorker, int memoryMib)
            throws IOException, InterruptedException {
        LocalCluster cluster = new LocalCluster(directory);
        try {
            cluster.startMaster();
            for (int i = 0; i < workers; i++) {
                cluster.startWorker(i, coresPerWorker, memoryMib);
            }
            for (LoggedProcess worker : cluster.workers) {
                worker.await(REGISTERED, START);
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startMaster() throws IOException, InterruptedException {
        List<String> command =
                BuildLayout.java(List.of("-Xmx256m"), "org.apache.spark.deploy.master.Master");
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
        LoggedProcess master = LoggedProcess.start(command, directory.resolve("master.log"));
        processes.add(master);
        masterUrl = master.await(MASTER_URL, START).group(1);
    }

    private void startWorker(int number, int cores, int memoryMib) throws IOException {
        List<String> command =
                BuildLayout.java(List.of("-Xmx256m"), "org.apache.spark.deploy.worker.Worker");
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
        command.addAll(List.of("--cores", Integer.toString(cores)));
        command.addAll(List.of("--memory", memoryMib + "m"));
        command.addAll(List.of("--work-dir", directory.resolve("work-" + number).toString()));
        command.add(masterUrl);
        LoggedProcess worker =
                LoggedProcess.start(command, directory.resolve("worker-" + number + ".log"));
        processes.add(worker);
        workers.add(worker);
    }

    /** For example {@code spark://127.0.0.1:40213}. */
    public String masterUrl() {
        return masterUrl;
    }

    /**
     * Submits a job in client mode; does not wait for it.
     *
     * @param mainClass its class with {@code main}
     * @param conf settings of Spark, given with {@code --conf}
     * @param arguments of the job
     */
    public LoggedProcess submit(
            Class<?> mainClass, Map<String, String> conf, List<String> arguments)
            throws IOException {
        // In client mode the driver runs in the JVM of spark-submit itself.
        List<String> command =
                BuildLayout.java(
                        List.of("-Xmx1g", "--add-modules=jdk.incubator.vector"),
                        "org.apache.spark.deploy.SparkSubmit");
        command.addAll(List.of("--master", masterUrl, "--deploy-mode", "client"));
        command.addAll(List.of("--class", mainClass.getName()));
        command.addAll(List.of("--jars", BuildLayout.jarsOption()));
        conf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
        command.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
        command.addAll(List.of("--conf", "spark.ui.enabled=false"));
        command.add(BuildLayout.applicationJar().toString());
        command.addAll(arguments);
        submissions++;
        LoggedProcess submission =
                LoggedProcess.start(command, directory.resolve("submit-" + submissions + ".log"));
        processes.add(submission);
        return submission;
    }

    /** The executors that run now, in no order. */
    public List<ProcessHandle> executors() {
        return workers.stream()
                .flatMap(worker -> worker.descendants().stream())
                .filter(LocalCluster::isExecutor)
                .toList();
    }

    private static boolean isExecutor(ProcessHandle process) {
        return process.info().commandLine().filter(line -> line.contains(EXECUTOR)).isPresent()
                || process.info()
                        .arguments()
                        .filter(arguments -> String.join(" ", arguments).contains(EXECUTOR))
                        .isPresent();
    }

    /** Ends all processes, the last started first. */
    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).close();
        }
    }
}
