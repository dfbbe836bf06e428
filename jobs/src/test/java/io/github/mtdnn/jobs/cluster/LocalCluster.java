package io.github.mtdnn.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark on this machine's loopback address: a Master and its Workers, each
 * a process of its own, run from the build's jars. Jobs are submitted as spark-submit does it.
 */
public final class LocalCluster implements AutoCloseable {
    /** For a JVM that only coordinates: cores are left to those that compute. */
    private static final List<String> LIGHT =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Duration START = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;
    private static final Pattern MASTER_URL =
            Pattern.compile("Starting Spark master at (spark://\\S+:\\d+)");
    private static final Pattern REGISTERED =
            Pattern.compile("Successfully registered with master");
    private static final Pattern EXECUTOR_LAUNCHED = Pattern.compile("Launching executor ");
    private static final Pattern TASK_BEGUN_AGAIN =
            Pattern.compile("Executor: Running task \\d+\\.[1-9]");

    private final Path directory;
    private final List<LoggedProcess> processes = new ArrayList<>();
    private final List<LoggedProcess> workers = new ArrayList<>();
    private LoggedProcess master;
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
        master = LoggedProcess.start(command, directory.resolve("master.log"));
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
        submissions++;
        Path log = directory.resolve("submit-" + submissions + ".log");
        LoggedProcess submission =
                SparkSubmit.start(LIGHT, masterUrl, mainClass, conf, arguments, log);
        processes.add(submission);
        return submission;
    }

    /** The executors that run now, in no order. */
    public List<ExecutorProcess> executors() {
        return workers.stream()
                .flatMap(worker -> worker.descendants().stream())
                .filter(ExecutorProcess::isExecutor)
                .map(ExecutorProcess::new)
                .toList();
    }

    /** Waits until an executor is in the middle of a task. */
    public ExecutorProcess awaitBusyExecutor(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            for (ExecutorProcess executor : executors()) {
                if (executor.isBusy()) {
                    return executor;
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException("no executor had a task for " + timeout);
    }

    /** How many executors the Master has had launched, for whatever job. */
    public long executorsLaunched() {
        return EXECUTOR_LAUNCHED.matcher(master.output()).results().count();
    }

    /** How many tasks have been begun again on an executor, of whatever job. */
    public long tasksBegunAgain() throws IOException {
        long count = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path log : files.filter(ExecutorProcess::isLog).toList()) {
                count += TASK_BEGUN_AGAIN.matcher(Files.readString(log)).results().count();
            }
        }
        return count;
    }

    /** Ends all processes, the last started first. */
    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).close();
        }
    }
}
