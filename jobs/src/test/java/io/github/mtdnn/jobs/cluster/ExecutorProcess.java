package io.github.mtdnn.jobs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An executor that a Worker has launched for a job. */
public final class ExecutorProcess {
    private static final String MAIN_CLASS = "CoarseGrainedExecutorBackend";
    private static final String LOG = "stderr";
    private static final Pattern BEGUN = Pattern.compile("Executor: Running task ");
    private static final Pattern FINISHED = Pattern.compile("Executor: Finished task ");

    private final ProcessHandle process;

    ExecutorProcess(ProcessHandle process) {
        this.process = process;
    }

    static boolean isExecutor(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        return Stream.concat(
                        info.commandLine().stream(), info.arguments().stream().flatMap(Stream::of))
                .anyMatch(part -> part.contains(MAIN_CLASS));
    }

    /** Whether a file is the log of an executor, alive or not. */
    static boolean isLog(Path file) {
        return file.endsWith(LOG);
    }

    /** Whether it has begun a task that it has not finished yet. */
    public boolean isBusy() {
        String log = log();
        return BEGUN.matcher(log).results().count() > FINISHED.matcher(log).results().count();
    }

    /** Ends it at once, as a crash would, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        try {
            process.onExit().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for the end of " + process, e);
        }
    }

    /** What it has logged; empty where it is gone, or has not logged yet. */
    private String log() {
        // A Worker starts each executor in a directory of its own, where it keeps its log.
        Path directory = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return Files.readString(directory.resolve(LOG), UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
