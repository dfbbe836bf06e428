package io.github.mtdnn.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.jobs.PipelineJob;
import io.github.mtdnn.jobs.demo.DemoData;
import io.github.mtdnn.jobs.demo.DemoData.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training gives the same weights and the same scores, bit for bit, in one process, on a cluster,
 * and on a cluster that loses an executor or the driver on the way.
 */
class ClusterTrainingIT {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Two executors, each with one core for one worker. */
    private static final Map<String, String> CONF =
            Map.of(
                    "spark.executor.cores", "1",
                    "spark.executor.memory", "1g",
                    "spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.maxbytes=512m");

    private static final Sizes SIZES = new Sizes(2000, 60, 10);

    /** One epoch of four rounds, so that what is kept is what the last round gives. */
    private static final List<String> SETTINGS =
            List.of(
                    "data.task-files=[demo]",
                    "data.tasks=[acceptability, similarity]",
                    "data.max-seq-length=32",
                    "optimizer.learning-rate=5e-4",
                    "refine.workers=2",
                    "refine.epochs=1",
                    "refine.steps-per-round=16",
                    "refine.checkpoint-rounds=2",
                    "finetune.max-steps=20");

    /** From then on the driver asks for nothing but the steps of round 4. */
    private static final Pattern THREE_ROUNDS = Pattern.compile("round 3/4 ");

    @TempDir private static Path directory;
    private static LocalCluster cluster;
    private static SparkSession reader;
    private static final Map<String, TrainedRun> IN_ONE_PROCESS = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        DemoData.write(directory.resolve("raw"), SIZES, 1);
        cluster = LocalCluster.start(directory, 2, 1, 1024);
        reader =
                SparkSession.builder()
                        .master("local[1]")
                        .config("spark.ui.enabled", false)
                        .config("spark.driver.host", "localhost")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .getOrCreate();
        for (String strategy : List.of("mean", "diloco")) {
            IN_ONE_PROCESS.put(strategy, runInOneProcess(strategy));
        }
    }

    @AfterAll
    static void stop() {
        reader.close();
        cluster.close();
    }

    private static TrainedRun runInOneProcess(String strategy) throws Exception {
        Path run = directory.resolve("one-process-" + strategy);
        Path log = directory.resolve(run.getFileName() + ".log");
        try (LoggedProcess pipeline =
                SparkSubmit.start(
                        List.of(),
                        "local[2]",
                        PipelineJob.class,
                        Map.of(),
                        arguments(run, strategy),
                        log)) {
            assertThat(pipeline.exitCode(LONGEST)).as(pipeline.output()).isZero();
        }
        return TrainedRun.in(run, reader);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "diloco"})
    void givesTheSameOnTwoExecutorsAsInOneProcess(String strategy) throws Exception {
        Path run = directory.resolve("cluster-" + strategy);

        LoggedProcess pipeline = submit(run, strategy);

        assertEndsAsInOneProcess(pipeline, run, strategy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "diloco"})
    void givesTheSameAfterTheLossOfAnExecutorInTheMiddleOfARound(String strategy) throws Exception {
        Path run = preparedRun("lost-executor-" + strategy);
        long launchedBefore = cluster.executorsLaunched();
        long begunAgainBefore = cluster.tasksBegunAgain();

        LoggedProcess pipeline = submit(run, strategy);
        pipeline.await(THREE_ROUNDS, LONGEST);
        cluster.awaitBusyExecutor(LONGEST).kill();

        assertEndsAsInOneProcess(pipeline, run, strategy);
        assertThat(pipeline.output())
                .containsPattern("(?s)round 3/4 .*Lost executor.*round 4/4 ")
                .doesNotContain("\tat ");
        assertThat(cluster.tasksBegunAgain()).isGreaterThan(begunAgainBefore);
        assertThat(cluster.executorsLaunched() - launchedBefore)
                .as("executors, the one in place of the lost one included")
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "diloco"})
    void givesTheSameAfterTheLossOfTheDriverAndAnotherSubmission(String strategy) throws Exception {
        Path run = preparedRun("lost-driver-" + strategy);

        LoggedProcess lost = submit(run, strategy);
        lost.await(THREE_ROUNDS, LONGEST);
        cluster.awaitBusyExecutor(LONGEST);
        lost.kill();
        LoggedProcess pipeline = submit(run, strategy);

        assertEndsAsInOneProcess(pipeline, run, strategy);
        // Round 3 had been done, but not been kept: it is done again.
        assertThat(lost.output()).doesNotContain("round 4/4");
        assertThat(pipeline.output()).contains("resumed after round 2 of 4", "round 3/4");
    }

    /** A run directory whose examples are prepared already, so that training begins at once. */
    private static Path preparedRun(String name) throws IOException {
        Path run = Files.createDirectory(directory.resolve(name));
        Path encoded = directory.resolve("one-process-mean/encoded");
        return Files.createSymbolicLink(run.resolve("encoded"), encoded).getParent();
    }

    private static LoggedProcess submit(Path run, String strategy) throws IOException {
        return cluster.submit(PipelineJob.class, CONF, arguments(run, strategy));
    }

    private static List<String> arguments(Path run, String strategy) {
        List<String> arguments = new ArrayList<>(SETTINGS);
        arguments.add("refine.averaging.strategy=" + strategy);
        arguments.add("data.raw=" + directory.resolve("raw"));
        arguments.add("encoder.vocab=" + directory.resolve("raw/vocab.txt"));
        arguments.add("run.directory=" + run);
        return arguments;
    }

    private static void assertEndsAsInOneProcess(LoggedProcess pipeline, Path run, String strategy)
            throws Exception {
        assertThat(pipeline.exitCode(LONGEST)).as(pipeline.output()).isZero();
        TrainedRun expected = IN_ONE_PROCESS.get(strategy);
        TrainedRun trained = TrainedRun.in(run, reader);
        assertThat(trained.weights()).hasSize(3).isEqualTo(expected.weights());
        assertThat(trained.metrics()).isNotEmpty().isEqualTo(expected.metrics());
    }
}
