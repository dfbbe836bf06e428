package io.github.mtdnn.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.jobs.PrepareJob;
import io.github.mtdnn.jobs.demo.DemoData;
import io.github.mtdnn.jobs.demo.DemoData.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on a cluster of several processes, from the jars of this build. */
class ClusterIT {
    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** ND4J's jar, named as Spark's but with packages of its own. */
    private static final String SHADED_GUAVA = "guava";

    @Test
    void aJobRunsOnTheExecutorsAndFailsWithItsExitCode(@TempDir Path directory) throws Exception {
        Path raw = directory.resolve("raw");
        DemoData.write(raw, new Sizes(200, 50, 10), 1);
        List<String> arguments =
                List.of(
                        "run.directory=" + directory.resolve("out"),
                        "data.raw=" + raw,
                        "data.task-files=[demo]",
                        "data.tasks=[acceptability, entailment]",
                        "encoder.vocab=" + raw.resolve("vocab.txt"));
        try (LocalCluster cluster = LocalCluster.start(directory, 2, 1, 1024)) {
            Map<String, String> conf =
                    Map.of("spark.executor.cores", "1", "spark.executor.memory", "512m");
            LoggedProcess prepare = cluster.submit(PrepareJob.class, conf, arguments);
            assertThat(prepare.exitCode(LONGEST)).as(prepare.output()).isZero();
            assertThat(prepare.output()).contains("acceptability/train: 200 examples");
            assertThat(directory.resolve("out/encoded")).isDirectory();

            Files.writeString(raw.resolve("Acceptability/dev.tsv"), "demo\t7\t\tA sentence.\n");
            LoggedProcess failing = cluster.submit(PrepareJob.class, conf, arguments);
            assertThat(failing.exitCode(LONGEST)).as(failing.output()).isEqualTo(3);
            assertThat(failing.output())
                    .contains("Acceptability/dev.tsv line 1: label 7 is out of range");
        }
    }

    /** What both brought would be loaded from Spark's jars, whatever its version. */
    @Test
    void theApplicationLeavesToSparkWhatSparkBrings() throws IOException {
        Map<String, String> spark = versions(BuildLayout.sparkJars());
        Map<String, String> application = versions(BuildLayout.applicationLib());
        assertThat(spark).containsKeys("spark-core_2.12", "scala-library", "slf4j-api");
        assertThat(application).containsKeys("nd4j-api", "mtdnn-core", SHADED_GUAVA);
        application.remove(SHADED_GUAVA);
        assertThat(application.keySet())
                .as("jars of both; see brought.by.spark in jobs/pom.xml")
                .doesNotContainAnyElementsOf(spark.keySet());
    }

    /** Jar names without and with their version; natives count as jars of their own. */
    private static Map<String, String> versions(Path directory) throws IOException {
        Map<String, String> versions = new HashMap<>();
        for (Path jar : BuildLayout.jars(directory)) {
            String name = jar.getFileName().toString();
            versions.put(name.replaceFirst("-\\d.*", ""), name);
        }
        return versions;
    }
}
