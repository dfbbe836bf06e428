package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.prep.profile.DataProfile;
import io.github.mtdnn.spark.train.environment.PeakMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;

/**
 * Times the whole preparation of one large split, on one core and on two in turns, so that both
 * meet the machine in the same state.
 */
public final class PrepareBench {
    private static final int WARM_UP_PAIRS = 50_000;
    private static final String[] MASTERS = {"local[1]", "local[2]"};

    private static final Measure TIME = Measure.lower("preparation", "s");
    private static final Measure ROWS = Measure.higher("rows", "rows/s");
    private static final Measure TEXT = Measure.higher("text", "MB/s");
    private static final Measure PROFILE =
            Measure.lower("data_profile", "s").labelled("s more for data_profile");
    private static final Measure SPEEDUP =
            Measure.higher("speedup", "times").labelled("times as fast as on one core");
    private static final Measure HEAP = Measure.lower("heap", "MiB").labelled("MiB of heap");

    private final Path vocabulary;
    private final int pairs;
    private final int rounds;
    private final Function<String, SparkSession> sessions;
    private final BenchReport report;

    /**
     * @param vocabulary {@code vocab.txt}
     * @param pairs rows of the split
     * @param rounds that are counted, of each master
     * @param sessions opens a session for a Spark master
     */
    public PrepareBench(
            Path vocabulary,
            int pairs,
            int rounds,
            Function<String, SparkSession> sessions,
            BenchReport report) {
        this.vocabulary = vocabulary;
        this.pairs = pairs;
        this.rounds = rounds;
        this.sessions = sessions;
        this.report = report;
    }

    /** Seconds of preparation and of the profile after it. */
    private record Times(double preparation, double profile) {}

    /** Measures, and hands the figures in when all is done. */
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
            report.line("%,d pairs of texts, %.1f MB", pairs, megabytes);
            PeakMemory.reset();
            Times[][] times = new Times[MASTERS.length][rounds];
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < MASTERS.length; i++) {
                    times[i][round] = measure(directory, MASTERS[i]);
                }
            }
            report(times, megabytes);
        } finally {
            FileUtil.fullyDelete(directory.toFile());
        }
    }

    private Times measure(Path directory, String master) {
        Path run = directory.resolve("run");
        Settings settings = settings(directory, run);
        try (SparkSession spark = sessions.apply(master)) {
            double preparation = Samples.seconds(() -> Preparation.run(spark, settings));
            double profile = Samples.seconds(() -> DataProfile.write(spark, settings));
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

    private void report(Times[][] times, double megabytes) throws IOException {
        BenchCase of = BenchCase.of("prepare").with("pairs", pairs);
        double oneCore = 0;
        for (int i = 0; i < MASTERS.length; i++) {
            BenchCase ofMaster = of.with("master", MASTERS[i]);
            Samples seconds = samples(times[i], Times::preparation);
            if (i == 0) {
                oneCore = seconds.median();
            }
            report.add(
                    TIME.of(ofMaster, seconds),
                    ROWS.of(ofMaster, seconds.rateOf(pairs)),
                    TEXT.of(ofMaster, seconds.rateOf(megabytes)),
                    PROFILE.of(ofMaster, samples(times[i], Times::profile)),
                    SPEEDUP.of(ofMaster, seconds.rateOf(oneCore)));
        }
        report.add(
                HEAP.of(of, PeakMemory.heapBytes() / Measure.MEBIBYTE),
                Measure.RESIDENT.of(of, PeakMemory.residentBytes() / Measure.MEBIBYTE));
    }

    private static Samples samples(Times[] times, ToDoubleFunction<Times> part) {
        return Samples.of(Arrays.stream(times).mapToDouble(part).toArray());
    }
}
