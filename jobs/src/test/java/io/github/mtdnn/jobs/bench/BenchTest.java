package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.spark.train.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final int SLOW_MILLISECONDS = 2;
    private static final SlowLibrary PEER = new SlowLibrary();
    private static final ByteArrayOutputStream CONSOLE = new ByteArrayOutputStream();
    private static List<Measurement> measurements;

    @BeforeAll
    static void measureSomethingVerySmall() {
        Settings settings =
                SettingsLoader.load(
                        List.of(), List.of(), EnumSet.noneOf(SettingsLoader.Need.class));
        BenchReport report = new BenchReport(new Progress(new PrintStream(CONSOLE, true, UTF_8)));
        new Bench(
                        settings.optimizer(),
                        List.of(
                                new NamedKernels("one", Precision.FLOAT32, KernelsFactory::nd4j),
                                new NamedKernels(
                                        "other",
                                        Precision.BF16,
                                        () -> KernelsFactory.auto(1, Precision.FLOAT32))),
                        new Peers(List.of(PEER), 1),
                        new Bench.Effort(
                                List.of(
                                        new Bench.Case(
                                                "small",
                                                EncoderConfig.preset(1, 64, 50),
                                                3,
                                                new StepBench.Effort(1, 0))),
                                List.of(Lengths.fixed(6), Lengths.sst2()),
                                new Peak.Effort(List.of(new Peak.Product(4, 8, 16)), 100, 2)),
                        report)
                .run();
        measurements = report.run("1").measurements();
    }

    @Test
    void measuresThePeakOfAllKernels() {
        assertThat(of(BenchCase.of("peak").with("kernels", "one")))
                .containsOnlyKeys("product", "copy");
        assertThat(of(BenchCase.of("peak").with("kernels", "other")))
                .containsOnlyKeys("product", "copy");
    }

    @Test
    void measuresEachPassOnEachLengthByAllKernels() {
        for (String kernels : List.of("one", "other")) {
            for (String pass : List.of("training", "inference")) {
                assertThat(of(steps("6", pass, kernels)))
                        .containsKeys("sequences", "tokens", "time", "products", "heap")
                        .doesNotContainKeys("padding", "tokens of fixed length");
                assertThat(of(steps("SST-2", pass, kernels)))
                        .containsKeys("tokens", "padding", "tokens of fixed length");
            }
        }
    }

    @Test
    void measuresPeersBesideAllKernels() {
        for (String pass : List.of("training", "inference")) {
            for (String lengths : List.of("6", "SST-2")) {
                assertMeasuredBeside("one", "float32", lengths, pass);
                assertMeasuredBeside("other", "bf16", lengths, pass);
            }
        }
        assertThat(PEER.open).isZero();
    }

    private static void assertMeasuredBeside(
            String kernels, String precision, String lengths, String pass) {
        Map<String, Measurement> ours = of(steps(lengths, pass, kernels));
        Map<String, Measurement> theirs = of(steps(lengths, pass, "slow 1.0 " + precision));
        assertThat(theirs)
                .containsOnlyKeys(
                        "sequences",
                        "tokens",
                        "time",
                        "products",
                        "ours to theirs",
                        "foreign load");
        assertThat(theirs.get("foreign load").samples().median()).isBetween(0.0, 100.0);
        assertThat(theirs.get("time").samples().min()).isGreaterThanOrEqualTo(SLOW_MILLISECONDS);
        assertThat(theirs.get("ours to theirs").samples().median())
                .isCloseTo(
                        theirs.get("time").samples().median() / ours.get("time").samples().median(),
                        withinPercentage(1e-6));
    }

    @Test
    void derivesRatesFromOneTime() {
        Map<String, Measurement> figures = of(steps("6", "training", "one"));
        double seconds = figures.get("time").samples().median() / 1e3;

        assertThat(figures.get("time").samples().repeats()).isEqualTo(StepBatches.COUNT);
        assertThat(figures.get("sequences").samples().median() * seconds)
                .isCloseTo(3, within(1e-6));
        assertThat(figures.get("tokens").samples().median() * seconds).isCloseTo(18, within(1e-6));
        // 72 L H² per token, and 12 L H T² per sequence.
        double flops = 72.0 * 64 * 64 * 18 + 12.0 * 64 * 6 * 6 * 3;
        assertThat(figures.get("products").samples().median() * 1e9 * seconds)
                .isCloseTo(flops, withinPercentage(1e-6));
    }

    @Test
    void tellsWhatPackingSaves() {
        Lengths lengths = Lengths.sst2();
        double padded = 0;
        double tokens = 0;
        for (int batch = 0; batch < StepBatches.COUNT; batch++) {
            int longest = 0;
            for (int i = 3 * batch; i < 3 * batch + 3; i++) {
                longest = Math.max(longest, lengths.of(i));
                tokens += lengths.of(i);
            }
            padded += 3 * longest;
        }
        assertThat(of(steps("SST-2", "training", "one")).get("padding").samples().median())
                .isCloseTo(padded / tokens, within(1e-6));
    }

    @Test
    void holdsKernelsAgainstTheirPeak() {
        Map<String, Measurement> figures = of(steps("6", "training", "one"));

        assertThat(figures)
                .containsKeys(
                        "kernel linear",
                        "kernel linear share",
                        "kernel linear rate",
                        "kernel linear of peak",
                        "kernel update rate");
        assertThat(figures.get("kernel update rate").measure().unit()).isEqualTo("GB/s");
        double shares =
                figures.values().stream()
                        .filter(figure -> figure.measure().name().endsWith(" share"))
                        .mapToDouble(figure -> figure.samples().median())
                        .sum();
        assertThat(shares).isBetween(1.0, 100.0);
    }

    @Test
    void printsTheFirstFewKernelsOfEachCase() {
        List<String> lines = CONSOLE.toString(UTF_8).lines().toList();

        assertThat(lines)
                .filteredOn(line -> line.startsWith("small, batch 3, lengths 6, training, one"))
                .hasSize(1);
        // 2 descriptions, 2 peaks, 2·2·2 cases, 2·2 of them with a line on packing, 6 kernels each,
        // and 2 lines of the peer.
        assertThat(lines).hasSize(2 + 2 + 8 + 4 + 6 * 8 + 2 * 8);
    }

    private static BenchCase steps(String lengths, String pass, String kernels) {
        return BenchCase.of("steps")
                .with("encoder", "small")
                .with("batch", 3)
                .with("lengths", lengths)
                .with("pass", pass)
                .with("kernels", kernels);
    }

    /** Figures of a case by the names of their measures, of which none comes twice. */
    private static Map<String, Measurement> of(BenchCase of) {
        return measurements.stream()
                .filter(figure -> figure.of().equals(of))
                .collect(Collectors.toMap(figure -> figure.measure().name(), Function.identity()));
    }

    /** Computes nothing, and takes its time. */
    private static final class SlowLibrary implements PeerLibrary {
        private int open;

        @Override
        public void requireUsable() {}

        @Override
        public String name() {
            return "slow 1.0";
        }

        @Override
        public PeerNetwork open(StepSpec spec, Precision precision, int threads) {
            open++;
            return new PeerNetwork() {
                @Override
                public void train(PackedBatch batch) {
                    takeTime();
                }

                @Override
                public void infer(PackedBatch batch, float[] logits) {
                    takeTime();
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }

        private static void takeTime() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOW_MILLISECONDS));
        }
    }
}
