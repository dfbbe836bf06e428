package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.AveragingSettings;
import io.github.mtdnn.config.Settings.AveragingStrategy;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.Settings.WireFormat;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.spark.train.InitialNetwork;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.refine.RoundCost;
import io.github.mtdnn.task.TaskType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;

/** Times rounds of averaging on a Spark session, in each of the ways in which they can be done. */
public final class RoundBench {
    private static final int ROUNDS = 5;

    private final JavaSparkContext spark;
    private final Settings settings;
    private final Progress progress;

    private record Way(AveragingStrategy strategy, WireFormat format) {}

    private static final List<Way> WAYS =
            List.of(
                    new Way(AveragingStrategy.MEAN, WireFormat.FLOAT32),
                    new Way(AveragingStrategy.DILOCO, WireFormat.FLOAT32),
                    new Way(AveragingStrategy.DILOCO, WireFormat.BF16));

    public RoundBench(JavaSparkContext spark, Settings settings, Progress progress) {
        this.spark = spark;
        this.settings = settings;
        this.progress = progress;
    }

    /** Measures rounds of some workers, and prints each way as it is done. */
    public void run(EncoderPreset preset, int workers) throws IOException {
        NetworkSpec network =
                new NetworkSpec(
                        InitialNetwork.preset(preset, Bench.VOCABULARY),
                        List.of(new HeadSpec("bench", TaskType.CLASSIFICATION, 2, 0.1)));
        for (Way way : WAYS) {
            Path scratch = Files.createTempDirectory("mtdnn-bench");
            try {
                RoundCost.Result cost =
                        RoundCost.measure(
                                spark, network, settings, averaging(way), workers, ROUNDS, scratch);
                progress.line(
                        "averaging round, %s, workers: %d, %-15s %7.2f s; %,.1f MB to each"
                                + " executor, %,.1f MB from each worker",
                        lowerCase(preset),
                        workers,
                        lowerCase(way.strategy()) + ", " + lowerCase(way.format()) + ":",
                        cost.seconds(),
                        cost.broadcastBytes() / 1e6,
                        cost.shuffledBytes() / 1e6 / workers);
            } finally {
                FileUtil.fullyDelete(scratch.toFile());
            }
        }
    }

    private AveragingSettings averaging(Way way) {
        AveragingSettings given = settings.refine().averaging();
        return new AveragingSettings(
                way.strategy(),
                given.outerLearningRate(),
                given.outerMomentum(),
                way.format(),
                given.chunkBytes());
    }

    private static String lowerCase(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
