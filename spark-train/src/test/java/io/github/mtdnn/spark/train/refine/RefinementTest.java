package io.github.mtdnn.spark.train.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DivergedException;
import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.spark.train.ToyTask;
import io.github.mtdnn.spark.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefinementTest {
    /** The ways to train that differ in what is computed, and in what travels. */
    private enum Way {
        /** Where moments are short, words wait for their updates from the sixth step on. */
        MEAN("refine.averaging={strategy=mean}", "optimizer.beta1=0.2"),
        DILOCO("refine.averaging={strategy=diloco}"),
        BF16(
                "refine.averaging={strategy=diloco,wire-format=bf16}",
                "kernels={implementation=cpu,precision=bf16}");

        private final List<String> settings;

        Way(String... settings) {
            this.settings = List.of(settings);
        }
    }

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"MEAN", "BF16"})
    void learnsAndLeavesTheBestCheckpointAndTables(Way way) throws IOException {
        TrainingRun run = run("run", way, "refine.epochs=6");

        Refinement.Outcome outcome = new Refinement(run).run();

        assertThat(outcome.scores()).hasSize(3);
        double presence = outcome.scores().get(1).main().value();
        assertThat(presence).isGreaterThan(0.8);
        assertThat(directory.resolve("run/refine/best"))
                .isDirectoryContaining("glob:**/model.safetensors")
                .isDirectoryContaining("glob:**/config.json")
                .isDirectoryContaining("glob:**/vocab.txt");
        Dataset<Row> steps = table("run", "steps");
        assertThat(steps.count()).isEqualTo(6L * (12 + 13 + 14));
        assertThat(steps.filter("loss > 0 and tokens > 0 and learning_rate >= 0").count())
                .isEqualTo(steps.count());
        assertThat(table("run", "metrics").filter("epoch = 0").count()).isEqualTo(2 + 2);
        assertThat(table("run", "predictions").count()).isEqualTo(3 * 64);
    }

    @ParameterizedTest
    @EnumSource(names = {"MEAN", "BF16"})
    void givesTheSameWeightsWhereItWasCutOffBetweenRoundsAndResumed(Way way) throws IOException {
        new Refinement(run("whole", way)).run();

        for (int rounds : List.of(1, 5)) {
            String name = "cut-after-" + rounds;
            new Refinement(run(name, way), round -> round < rounds).run();
            new Refinement(run(name, way)).run();

            assertThat(weights(name)).isEqualTo(weights("whole"));
            assertThat(table(name, "steps").count()).isEqualTo(table("whole", "steps").count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void tasksOfEveryTypeGiveTheSameWeightsFromOtherShardsAndWhereTheyWereCutOff(Way way)
            throws IOException {
        Refinement.Outcome whole = new Refinement(toys("whole", way, 2)).run();
        Refinement.Outcome others = new Refinement(toys("shards", way, 5)).run();
        new Refinement(toys("cut", way, 2), round -> round < 3).run();
        Refinement.Outcome resumed = new Refinement(toys("cut", way, 2)).run();

        assertThat(whole.scores()).hasSameSizeAs(ToyTask.values());
        assertThat(weights("shards")).isEqualTo(weights("whole"));
        assertThat(others.scores()).isEqualTo(whole.scores());
        assertThat(weights("cut")).isEqualTo(weights("whole"));
        assertThat(resumed.scores()).isEqualTo(whole.scores());
    }

    private TrainingRun toys(String name, Way way, int shards) throws IOException {
        return TinyRun.of(
                directory.resolve(name),
                List.of(ToyTask.values()),
                shards,
                settings(way, "refine.epochs=1", "refine.steps-per-round=10"));
    }

    @Test
    void refusesToResumeWithOtherSettings() throws IOException {
        new Refinement(run("run", Way.MEAN), round -> round < 1).run();
        TrainingRun other = run("run", Way.MEAN, "optimizer.learning-rate=2e-3");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new Refinement(other).run())
                .withMessageContaining("round-000001 was written with other settings")
                .withMessageContaining("run.directory")
                .withMessageContaining("refine.resume = false");
    }

    @ParameterizedTest
    @EnumSource
    void endsWithTheTaskAndStepWhereTrainingDiverges(Way way) throws IOException {
        TrainingRun run = run("run", way, "optimizer.learning-rate=1e30");

        assertThatExceptionOfType(DivergedException.class)
                .isThrownBy(() -> new Refinement(run).run())
                .withMessageMatching(
                        "Training diverged: .* is (NaN|Infinity) in step \\d+ \\(task \\w+, .*")
                .withMessageContaining("Lower optimizer.learning-rate")
                .withMessageContaining("refine.resume = false")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(4));
        assertThat(directory.resolve("run/refine/best")).doesNotExist();
        assertThat(directory.resolve("run/refine/checkpoints")).doesNotExist();
    }

    private TrainingRun run(String name, Way way, String... overrides) throws IOException {
        return TinyRun.in(directory.resolve(name), settings(way, overrides));
    }

    private static String[] settings(Way way, String... overrides) {
        return Stream.concat(way.settings.stream(), Arrays.stream(overrides))
                .toArray(String[]::new);
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name + "/refine/best/model.safetensors"));
    }

    private Dataset<Row> table(String name, String table) {
        return TinyRun.session()
                .read()
                .parquet(directory.resolve(name + "/tables/" + table).toString());
    }
}
