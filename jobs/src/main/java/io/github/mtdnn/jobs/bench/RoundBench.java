package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.spark.train.refine.RoundCost;
import io.github.mtdnn.task.TaskType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;

/** Times rounds of averaging on a Spark session. */
final class RoundBench {
    private static final int ROUNDS = 5;

    private RoundBench() {}

    static RoundCost.Result measure(
            JavaSparkContext spark, EncoderConfig encoder, Settings settings, int workers) {
        NetworkSpec network =
                new NetworkSpec(
                        encoder, List.of(new HeadSpec("bench", TaskType.CLASSIFICATION, 2, 0.1)));
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("mtdnn-bench");
            return RoundCost.measure(spark, network, settings, workers, ROUNDS, scratch);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory can be made", e);
        } finally {
            if (scratch != null) {
                FileUtil.fullyDelete(scratch.toFile());
            }
        }
    }
}
