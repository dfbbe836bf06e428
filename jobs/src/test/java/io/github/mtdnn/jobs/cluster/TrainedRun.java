package io.github.mtdnn.jobs.cluster;

import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.spark.train.table.TableSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a run has left in its directory, as far as it must not depend on where it ran.
 *
 * @param weights SHA-256 of the networks that were kept, by file
 * @param metrics rows of the table, in a fixed order
 */
record TrainedRun(SortedMap<String, String> weights, List<Row> metrics) {
    private static final List<String> KEPT = List.of("refine/best", "finetune");

    static TrainedRun in(Path directory, SparkSession spark) throws IOException {
        return new TrainedRun(weights(directory), metrics(directory, spark));
    }

    private static SortedMap<String, String> weights(Path directory) throws IOException {
        SortedMap<String, String> weights = new TreeMap<>();
        for (String kept : KEPT) {
            try (Stream<Path> files = Files.walk(directory.resolve(kept))) {
                for (Path file :
                        files.filter(file -> file.endsWith("model.safetensors")).toList()) {
                    weights.put(
                            directory.relativize(file).toString(),
                            Sha256.of(Files.readAllBytes(file)));
                }
            }
        }
        return weights;
    }

    private static List<Row> metrics(Path directory, SparkSession spark) {
        return spark.read()
                .parquet(directory.resolve("tables").resolve(TableSchemas.METRICS_TABLE).toString())
                .drop("run_id", "checkpoint", "written_at")
                .sort("stage", "epoch", "task", "split", "metric")
                .collectAsList();
    }
}
