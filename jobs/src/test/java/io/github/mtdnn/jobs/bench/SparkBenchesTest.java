package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.train.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks that run on Spark, on very little. */
class SparkBenchesTest {
    @TempDir private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(console, true, UTF_8));
    private final BenchReport report = new BenchReport(progress);

    @Test
    void roundsAreMeasuredAloneAndWithTraining() throws IOException {
        Settings settings =
                SettingsLoader.load(
                        List.of(), List.of(), EnumSet.noneOf(SettingsLoader.Need.class));
        try (SparkSession spark = BenchSession.open()) {
            RoundBench bench =
                    new RoundBench(
                            JavaSparkContext.fromSparkContext(spark.sparkContext()),
                            settings,
                            report,
                            1);
            bench.averaging(EncoderPreset.TINY, 1);
            bench.training(EncoderPreset.TINY, List.of(2), new RoundBench.Training(2, 1, 2, 4));
        }

        assertThat(ways("averaging"))
                .containsExactly("mean float32", "diloco float32", "diloco bf16");
        assertThat(figures("returned"))
                .as("half the bytes in bfloat16, a third without the optimiser's state")
                .satisfies(
                        bytes -> {
                            assertThat(bytes.get(2)).isLessThan(0.6 * bytes.get(1));
                            assertThat(bytes.get(1)).isLessThanOrEqualTo(bytes.get(0));
                        });
        assertThat(figures("broadcast"))
                .satisfies(bytes -> assertThat(bytes.get(0)).isEqualTo(3 * bytes.get(1)));
        // One worker is measured unasked: it is what two are held against.
        List<Double> tokens = figures("tokens");
        assertThat(tokens).hasSize(2);
        assertThat(figures("speedup").get(0)).isCloseTo(1, within(1e-6));
        assertThat(figures("speedup").get(1))
                .isCloseTo(tokens.get(1) / tokens.get(0), within(1e-6));
        List<Double> seconds = figures("round");
        assertThat(tokens.get(0) * seconds.get(0)).isCloseTo(2 * 2 * 4, within(1e-6));
        assertThat(tokens.get(1) * seconds.get(1)).isCloseTo(2 * 2 * 2 * 4, within(1e-6));
        assertThat(report.run("1").machine().kernels()).startsWith("kernels ");
    }

    @Test
    void fineTuningIsMeasuredToItsMetrics() throws IOException {
        List<String> overrides = new ArrayList<>(GeneratedSentences.write(directory, 64, 16));
        overrides.addAll(
                List.of(
                        "run.directory=" + directory.resolve("run"),
                        "encoder.preset=tiny",
                        "finetune.from=random",
                        "finetune.epochs=2",
                        "evaluate.bootstrap-resamples=10"));
        Settings settings = SettingsLoader.load(List.of(), overrides);

        new FinetuneBench(spark -> BenchSession.open(), "1", progress, report)
                .run("generated", settings);

        double all = figures("all").get(0);
        assertThat(figures("examples").get(0) * all).isCloseTo(2 * 64, within(1e-6));
        assertThat(figures("training examples").get(0) * figures("training").get(0))
                .isCloseTo(2 * 64, within(1e-6));
        double parts =
                figures("start").get(0)
                        + figures("prepare").get(0)
                        + figures("training").get(0)
                        + figures("evaluation and rest").get(0);
        assertThat(parts).isCloseTo(all, withinPercentage(5));
        assertThat(directory.resolve("run/tables/metrics")).isDirectory();
    }

    @Test
    void preparationIsMeasuredOnBothMasters() throws IOException {
        Path vocabulary =
                Files.writeString(
                        directory.resolve("vocab.txt"),
                        "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nriver\n##s\n");
        List<String> masters = new ArrayList<>();

        new PrepareBench(
                        vocabulary,
                        20,
                        1,
                        master -> {
                            masters.add(master);
                            return BenchSession.open();
                        },
                        report)
                .run();

        assertThat(masters).containsExactly("local[1]", "local[2]", "local[1]", "local[2]");
        assertThat(figures("rows")).hasSize(2);
        assertThat(figures("rows").get(0) * figures("preparation").get(0))
                .isCloseTo(20, within(1e-6));
        assertThat(figures("speedup")).startsWith(1.0);
        assertThat(figures("heap").get(0)).isPositive();
    }

    @Test
    void lengthsAreThoseOfTheTrainingSplit() throws IOException {
        List<String> overrides = new ArrayList<>(GeneratedSentences.write(directory, 100, 5));
        overrides.add("run.directory=" + directory.resolve("run"));
        Settings settings = SettingsLoader.load(List.of(), overrides);
        try (SparkSession spark = BenchSession.open()) {
            Preparation.run(spark, settings);
            new PreparedLengths(spark.sparkContext().hadoopConfiguration(), progress)
                    .print(settings);
        }

        // Twice each of the quantiles that the sentences were made with.
        assertThat(console.toString(UTF_8).lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("generated, train: 100 examples of 13.3 tokens on average");
        assertThat(console.toString(UTF_8)).contains("    3, 4, 4, 4, 4, 5,", "33, 37, 44");
    }

    private List<String> ways(String benchmark) {
        return report.run("1").measurements().stream()
                .filter(figure -> figure.of().benchmark().equals(benchmark))
                .map(figure -> figure.of().setting().get("way"))
                .distinct()
                .toList();
    }

    private List<Double> figures(String measure) {
        return report.run("1").measurements().stream()
                .filter(figure -> figure.measure().name().equals(measure))
                .map(figure -> figure.samples().median())
                .toList();
    }
}
