package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.AveragingStrategy;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterInitializer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.spark.train.ToyTask;
import io.github.mtdnn.spark.train.container.GraphTrainer;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What a worker is given in a run of a very small network with heads of every type, without Spark.
 */
final class TinyWorkers {
    /** A task of each type. */
    static final List<ToyTask> TASKS = List.of(ToyTask.values());

    /** Rows of a batch. */
    static final int ROWS = 12;

    private static final int TOKENS = 16;
    private static final int VOCABULARY = 40;
    private static final NetworkSpec NETWORK =
            new NetworkSpec(
                    EncoderConfig.preset(1, 64, VOCABULARY),
                    TASKS.stream()
                            .map(toy -> HeadSpec.of(toy.task(List.of()), VOCABULARY))
                            .toList());

    private TinyWorkers() {}

    /** The ways in which workers' results can become one. */
    enum Averaging {
        MEAN("strategy=mean", Precision.FLOAT32),
        DILOCO("strategy=diloco", Precision.FLOAT32),
        DILOCO_BF16("strategy=diloco,wire-format=bf16", Precision.BF16);

        private final String settings;
        private final Precision precision;

        Averaging(String settings, Precision precision) {
            this.settings = settings;
            this.precision = precision;
        }
    }

    /** A run of its own in a directory. */
    static RunContext run(Path directory, Averaging averaging) {
        Settings settings =
                SettingsLoader.load(
                        List.of(),
                        List.of(
                                "refine.averaging={%s,chunk-bytes=65536}"
                                        .formatted(averaging.settings),
                                "kernels.precision="
                                        + averaging.precision.name().toLowerCase(Locale.ROOT),
                                "optimizer.learning-rate=1e-3"),
                        Set.of());
        return new RunContext(
                NETWORK,
                settings.optimizer(),
                settings.refine().averaging(),
                settings.kernels(),
                directory.toString(),
                UUID.randomUUID().toString(),
                new GraphTrainer.Extent(1, 100, ROWS, TOKENS),
                new SerializableConfiguration(new Configuration()));
    }

    /** The start of a round: parameters that differ from round to round, as averages do. */
    static RoundStart start(RunContext run, int round) {
        ParameterLayout layout = new ParameterLayout(NETWORK);
        float[] parameters = new ParameterInitializer(0.02, round).initialize(layout);
        boolean averagesState = run.averaging().strategy() == AveragingStrategy.MEAN;
        return new RoundStart(
                round,
                chunks(parameters, run.chunkLength()),
                averagesState
                        ? ChunkedVector.zeros(2L * parameters.length, run.chunkLength())
                        : ChunkedVector.empty(run.chunkLength()),
                new long[1 + NETWORK.heads().size()]);
    }

    private static ChunkedVector chunks(float[] values, int chunkLength) {
        ChunkedVector chunks = ChunkedVector.zeros(values.length, chunkLength);
        int offset = 0;
        for (float[] chunk : chunks.chunks()) {
            System.arraycopy(values, offset, chunk, 0, chunk.length);
            offset += chunk.length;
        }
        return chunks;
    }
}
