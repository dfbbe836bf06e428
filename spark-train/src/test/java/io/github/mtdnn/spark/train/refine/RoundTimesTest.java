package io.github.mtdnn.spark.train.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.task.TaskType;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTimesTest {
    private static final int TOKENS = 8;
    private static final int EXAMPLES = 2;

    /** Positions that batches were asked for; workers are in this JVM. */
    private static final Set<Long> POSITIONS = ConcurrentHashMap.newKeySet();

    @TempDir private Path directory;

    @Test
    void trainsEachWorkerForItsStepsInEachRound() {
        Settings settings = SettingsLoader.load(List.of(), List.of(), EnumSet.noneOf(Need.class));
        NetworkSpec network =
                new NetworkSpec(
                        EncoderConfig.preset(1, 64, 20),
                        List.of(new HeadSpec("timed", TaskType.CLASSIFICATION, 2, 0.1)));

        RoundTimes.Result result =
                RoundTimes.measure(
                        JavaSparkContext.fromSparkContext(TinyRun.session().sparkContext()),
                        network,
                        settings,
                        settings.refine().averaging(),
                        new RoundTimes.Shape(2, 6, 3, EXAMPLES, TOKENS),
                        RoundTimesTest::batch,
                        directory);

        assertThat(result.rounds())
                .hasSize(3)
                .allSatisfy(
                        round -> {
                            assertThat(round.tokens()).isEqualTo(2 * 6 * EXAMPLES * TOKENS);
                            assertThat(round.stepSeconds()).isPositive();
                            assertThat(round.seconds()).isGreaterThan(round.stepSeconds());
                        });
        // Four steps to warm up, then three rounds of six, of two workers: no batch comes twice.
        assertThat(POSITIONS)
                .isEqualTo(
                        LongStream.range(0, 2 * (4 + 3 * 6)).boxed().collect(Collectors.toSet()));
        // Parameters and the optimiser's two moments.
        long vectors = 3L * Float.BYTES * new ParameterLayout(network).size();
        assertThat(result.broadcastBytes()).isEqualTo(vectors);
        assertThat(result.shuffledBytes()).isGreaterThan(vectors / 2);
    }

    private static PackedBatch batch(long position) {
        assertThat(POSITIONS.add(position)).as("position %d is new", position).isTrue();
        PackedBatch batch = new PackedBatch();
        batch.clear(0, position);
        for (int i = 0; i < EXAMPLES; i++) {
            batch.add(new int[TOKENS], new int[TOKENS], 0, TOKENS, i);
        }
        return batch;
    }
}
