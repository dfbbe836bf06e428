package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.spark.train.InitialNetwork;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.container.WorkerKernels;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The measurements of {@code ./mtdnn bench}, printed as they are made. */
public final class Bench {
    static final int VOCABULARY = 30_522;
    private static final int KERNELS_SHOWN = 6;

    private final Settings settings;
    private final Progress progress;

    /** An encoder and how much of it is measured. */
    private record Case(EncoderPreset preset, int batchSize, int repeats) {}

    private static final List<Case> CASES =
            List.of(
                    new Case(EncoderPreset.TINY, 32, 40),
                    new Case(EncoderPreset.MINI, 32, 12),
                    new Case(EncoderPreset.BASE, 8, 4));

    public Bench(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Runs everything. */
    public void run() {
        double peak;
        try (Kernels kernels = WorkerKernels.create(settings.kernels())) {
            progress.line("%s", kernels.describe());
            Peak.Result fastest = Peak.measure(kernels);
            peak = fastest.gflops();
            progress.line("matrix product %s, float32: %.0f GFLOP/s", fastest.product(), peak);
        }
        for (Case measured : CASES) {
            for (Lengths lengths : List.of(Lengths.fixed(128), Lengths.mrpc())) {
                steps(measured, lengths, peak);
            }
        }
    }

    private void steps(Case measured, Lengths lengths, double peak) {
        EncoderConfig encoder = InitialNetwork.preset(measured.preset(), VOCABULARY);
        String name =
                "%s, batch %d, %s"
                        .formatted(
                                lowerCase(measured.preset()), measured.batchSize(), lengths.name());
        int repeats = measured.repeats();
        StepBench.Result training;
        StepBench.Result inference;
        try (Kernels kernels = WorkerKernels.create(settings.kernels())) {
            StepBench bench = stepBench(measured, encoder, lengths, kernels);
            training = bench.training(repeats);
            inference = bench.inference(repeats);
        }
        try (Kernels kernels = WorkerKernels.create(settings.kernels())) {
            KernelTimes times = new KernelTimes(kernels);
            StepBench bench = stepBench(measured, encoder, lengths, times.kernels());
            bench.training(1);
            print(name + ", training ", training, peak);
            print(training, times.sharesOf(() -> bench.training(1)));
            bench.inference(1);
            print(name + ", inference", inference, peak);
            print(inference, times.sharesOf(() -> bench.inference(1)));
        }
    }

    private StepBench stepBench(
            Case measured, EncoderConfig encoder, Lengths lengths, Kernels kernels) {
        return new StepBench(encoder, settings.optimizer(), measured.batchSize(), lengths, kernels);
    }

    private void print(String name, StepBench.Result result, double peak) {
        double seconds = result.secondsPerStep();
        double gflops = result.flops() / seconds / 1e9;
        progress.line(
                "%-44s %8.1f sequences/s %9.0f tokens/s %8.1f ms %6.0f GFLOP/s (%2.0f %% of the"
                        + " product's) %,d heap bytes/step",
                name,
                result.sequences() / seconds,
                result.tokens() / seconds,
                seconds * 1e3,
                gflops,
                100 * gflops / peak,
                result.heapBytesPerStep());
    }

    private void print(StepBench.Result result, Map<String, Double> kernelShares) {
        progress.line(
                "    %s",
                kernelShares.entrySet().stream()
                        .limit(KERNELS_SHOWN)
                        .map(
                                share ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s %.0f %% (%.1f ms)",
                                                share.getKey(),
                                                100 * share.getValue(),
                                                1e3 * result.secondsPerStep() * share.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static String lowerCase(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
