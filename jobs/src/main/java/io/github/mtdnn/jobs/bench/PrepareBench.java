package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.prep.profile.DataProfile;
import io.github.mtdnn.spark.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;

/**
 * Times the whole preparation of one large split, on one core and on two in turns, so that both
 * meet the machine in the same state.
 */
public final class PrepareBench {
    private static final int ROUNDS = 3;
    private static final int WARM_UP_PAIRS = 50_000;
    private static final String[] MASTERS = {"local[1]", "local[2]"};

    private final Path vocabulary;
    private final int pairs;
    private final Function<String, SparkSession> sessions;
    private final Progress progress;

    /**
     * @param vocabulary {@code vocab.txt}
     * @param pairs rows of the split
     * @param sessions opens a session for a Spark master
     */
    public PrepareBench(
            Path vocabulary,
            int pairs,
            Function<String, SparkSession> sessions,
            Progress progress) {
        this.vocabulary = vocabulary;
        this.pairs = pairs;
        this.sessions = sessions;
        this.progress = progress;
    }

    /** Seconds of preparation and of the profile after it. */
    private record Times(double preparation, double profile) {}

    /** Measures, and prints each round as it is done. */
    public void run() throws IOException {
        Path directory = Files.createTempDirectory("mtdnn-bench");
        try {
            GeneratedPairs generated = GeneratedPairs.of(vocabulary);
            generated.write(directory.resolve("train.tsv"), Math.min(pairs, WARM_UP_PAIRS));
            for (String master : MASTERS) {
                measure(directory, master);
            }
            Path raw = directory.resolve("train.tsv");
            generated.write(raw, pairs);
            double megabytes = Files.size(raw) / 1e6;
            progress.line("%,d pairs of texts, %.1f MB", pairs, megabytes);
            PeakMemory.reset();
            Times[][] times = new Times[MASTERS.length][ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < MASTERS.length; i++) {
                    times[i][round] = measure(directory, MASTERS[i]);
                }
            }
            print(times, megabytes);
        } finally {
            FileUtil.fullyDelete(directory.toFile());
        }
    }

    private Times measure(Path directory, String master) {
        Path run = directory.resolve("run");
        Settings settings = settings(directory, run);
        try (SparkSession spark = sessions.apply(master)) {
            double preparation = seconds(() -> Preparation.run(spark, settings));
            double profile = seconds(() -> DataProfile.write(spark, settings));
            return new Times(preparation, profile);
        } finally {
            FileUtil.fullyDelete(run.toFile());
        }
    }

    private Settings settings(Path directory, Path run) {
        return SettingsLoader.load(
                List.of(),
                List.of(
                        "run.directory=" + run,
                        "data.raw=" + directory,
                        "data.tasks=[bench]",
                        "tasks.bench.type=classification",
                        "tasks.bench.labels=[\"0\",\"1\"]",
                        "tasks.bench.source.header=false",
                        "tasks.bench.source.columns={premise=0,hypothesis=1,label=2}",
                        "tasks.bench.splits.train.path=train.tsv",
                        "encoder.vocab=" + vocabulary.toAbsolutePath()));
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private void print(Times[][] times, double megabytes) throws IOException {
        double[] medians = new double[MASTERS.length];
        for (int i = 0; i < MASTERS.length; i++) {
            medians[i] = median(Arrays.stream(times[i]).mapToDouble(Times::preparation).toArray());
            double profile = median(Arrays.stream(times[i]).mapToDouble(Times::profile).toArray());
            progress.line(
                    "prepare, %s: %.2f s, %,.0f rows/s, %.1f MB/s; data_profile %.2f s more, %.0f %%"
                            + " of both",
                    MASTERS[i],
                    medians[i],
                    pairs / medians[i],
                    megabytes / medians[i],
                    profile,
                    100 * profile / (medians[i] + profile));
        }
        progress.line("two cores are %.2f times as fast as one", medians[0] / medians[1]);
        progress.line(
                "peak memory: %.0f MiB of heap, %.0f MiB resident",
                PeakMemory.heapBytes() / 1048576.0, PeakMemory.residentBytes() / 1048576.0);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
