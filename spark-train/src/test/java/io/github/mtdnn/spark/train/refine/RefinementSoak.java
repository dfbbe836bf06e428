package io.github.mtdnn.spark.train.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.spark.train.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A refinement's memory stays where it is, however many rounds there are. Takes minutes, so it is
 * no part of the build:
 *
 * <pre>mvn -P soak -pl spark-train -am test</pre>
 *
 * The profile gives the heap a fixed size, so that what the resident memory grows by is memory
 * beside the heap.
 */
class RefinementSoak {
    private static final int ROUNDS = 500;
    private static final int WARM_UP = 100;
    private static final int EVERY = 25;

    /**
     * Whose median counts: a single sample is off by up to a tenth, by what is not yet collected.
     */
    private static final int SAMPLES = 5;

    private static final double MIB = 1 << 20;

    /** Growth after the warm-up that is no leak: code that is compiled, pages of thread stacks. */
    private static final double ALLOWED_GROWTH = 1.05;

    private record Sample(int round, double resident, double offHeap, double heap) {}

    private final List<Sample> samples = new ArrayList<>();

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"mean", "diloco"})
    void keepsItsMemoryOverManyRounds(String strategy) throws IOException {
        TrainingRun run =
                TinyRun.in(
                        directory,
                        "refine.averaging.strategy=" + strategy,
                        "refine.steps-per-round=1",
                        "refine.epochs=100",
                        "refine.max-steps=" + ROUNDS,
                        "refine.checkpoint-rounds=50",
                        "refine.evaluate=false");

        new Refinement(run, this::sampleBefore).run();
        sampleBefore(ROUNDS);

        assertThat(samples.get(samples.size() - 1).round()).isEqualTo(ROUNDS);
        assertStaysAsItWas(Sample::resident);
        assertStaysAsItWas(Sample::offHeap);
        assertStaysAsItWas(Sample::heap);
    }

    private void assertStaysAsItWas(ToDoubleFunction<Sample> memory) {
        List<Sample> warm = samples.stream().filter(s -> s.round() >= WARM_UP).toList();
        double first = median(warm.subList(0, SAMPLES), memory);
        double last = median(warm.subList(warm.size() - SAMPLES, warm.size()), memory);
        assertThat(last).isLessThan(ALLOWED_GROWTH * first);
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> memory) {
        double[] values = samples.stream().mapToDouble(memory).sorted().toArray();
        return values[values.length / 2];
    }

    private boolean sampleBefore(int round) {
        if (round % EVERY == 0) {
            Sample sample = new Sample(round, resident(), Pointer.totalBytes() / MIB, heapInUse());
            samples.add(sample);
            System.out.printf(
                    Locale.ROOT,
                    "round %3d  resident %7.1f MiB  off-heap arrays %7.1f MiB  heap %6.1f MiB%n",
                    sample.round(),
                    sample.resident(),
                    sample.offHeap(),
                    sample.heap());
        }
        return true;
    }

    /** VmRSS of this process. */
    private static double resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
    }
}
