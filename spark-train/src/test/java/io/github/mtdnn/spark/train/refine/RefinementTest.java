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
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefinementTest {
    private static final String MEAN = "strategy=mean";
    private static final String DILOCO = "strategy=diloco";
    private static final String DILOCO_BF16 = "strategy=diloco,wire-format=bf16";

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {MEAN, DILOCO_BF16})
    void learnsAndLeavesTheBestCheckpointAndTables(String averaging) throws IOException {
        TrainingRun run = run("run", averaging, "refine.epochs=6");

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
    @ValueSource(strings = {MEAN, DILOCO_BF16})
    void givesTheSameWeightsWhereItWasCutOffBetweenRoundsAndResumed(String averaging)
            throws IOException {
        new Refinement(run("whole", averaging)).run();

        for (int rounds : List.of(1, 5)) {
            String name = "cut-after-" + rounds;
            new Refinement(run(name, averaging), round -> round < rounds).run();
            new Refinement(run(name, averaging)).run();

            assertThat(weights(name)).isEqualTo(weights("whole"));
            assertThat(table(name, "steps").count()).isEqualTo(table("whole", "steps").count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "diloco"})
    void tasksOfEveryTypeGiveTheSameWeightsFromOtherShardsAndWhereTheyWereCutOff(String strategy)
            throws IOException {
        Refinement.Outcome whole = new Refinement(toys("whole", strategy, 2)).run();
        Refinement.Outcome others = new Refinement(toys("shards", strategy, 5)).run();
        new Refinement(toys("cut", strategy, 2), round -> round < 3).run();
        Refinement.Outcome resumed = new Refinement(toys("cut", strategy, 2)).run();

        assertThat(whole.scores()).hasSameSizeAs(ToyTask.values());
        assertThat(weights("shards")).isEqualTo(weights("whole"));
        assertThat(others.scores()).isEqualTo(whole.scores());
        assertThat(weights("cut")).isEqualTo(weights("whole"));
        assertThat(resumed.scores()).isEqualTo(whole.scores());
    }

    private TrainingRun toys(String name, String strategy, int shards) throws IOException {
        return TinyRun.of(
                directory.resolve(name),
                List.of(ToyTask.values()),
                shards,
                "refine.averaging.strategy=" + strategy,
                "refine.epochs=1",
                "refine.steps-per-round=10");
    }

    @Test
    void refusesToResumeWithOtherSettings() throws IOException {
        new Refinement(run("run", MEAN), round -> round < 1).run();
        TrainingRun other = run("run", MEAN, "optimizer.learning-rate=2e-3");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new Refinement(other).run())
                .withMessageContaining("round-000001 was written with other settings")
                .withMessageContaining("run.directory")
                .withMessageContaining("refine.resume = false");
    }

    @ParameterizedTest
    @ValueSource(strings = {MEAN, DILOCO, DILOCO_BF16})
    void endsWithTheTaskAndStepWhereTrainingDiverges(String averaging) throws IOException {
        TrainingRun run = run("run", averaging, "optimizer.learning-rate=1e30");

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

    private TrainingRun run(String name, String averaging, String... overrides) throws IOException {
        String[] all = new String[overrides.length + 1];
        all[0] = "refine.averaging={%s}".formatted(averaging);
        System.arraycopy(overrides, 0, all, 1, overrides.length);
        return TinyRun.in(directory.resolve(name), all);
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
