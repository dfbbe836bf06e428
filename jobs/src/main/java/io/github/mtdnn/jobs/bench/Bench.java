package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.Settings.OptimizerSettings;
import io.github.mtdnn.jobs.bench.StepBench.Pass;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.spark.train.InitialNetwork;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures training steps and inference, beside the machine's own matrix product and memory copy in
 * the same run.
 */
public final class Bench {
    static final int VOCABULARY = 30_522;
    private static final int KERNELS_SHOWN = 6;

    private static final Measure PRODUCT_PEAK = Measure.higher("product", "GFLOP/s");
    private static final Measure COPY_PEAK =
            Measure.higher("copy", "GB/s").labelled("GB/s read and written");

    private static final Measure SEQUENCES = Measure.higher("sequences", "sequences/s");
    private static final Measure TOKENS = Measure.higher("tokens", "tokens/s");
    private static final Measure TIME = Measure.lower("time", "ms");
    private static final Measure PRODUCTS = Measure.higher("products", "GFLOP/s");
    private static final Measure OF_PEAK =
            Measure.higher("products of peak", "%").labelled("% of the product's");
    private static final Measure HEAP =
            Measure.lower("heap", "bytes/step").labelled("heap bytes/step");
    private static final Measure RESIDENT = Measure.RESIDENT.labelled("MiB resident so far");

    private static final Measure TIMES_AS_FAST = Measure.OURS_TO_THEIRS.labelled("times as fast");

    private static final Measure FOREIGN_LOAD =
            Measure.lower("foreign load", "%")
                    .labelled("% of the cores had other processes meanwhile");

    private static final Measure OF_FIXED = Measure.higher("tokens of fixed length", "%");
    private static final Measure PADDING =
            Measure.neither("padding", "padded tokens/token")
                    .labelled("times the tokens if padded");

    /** That steps are measured at least, and as long before; those of tiny take milliseconds. */
    private static final double SECONDS = 3;

    private final OptimizerSettings optimizer;
    private final List<NamedKernels> kernels;
    private final Peers peers;
    private final Effort effort;
    private final BenchReport report;

    /** An encoder and how much of it is measured. */
    record Case(String name, EncoderConfig encoder, int batchSize, StepBench.Effort effort) {
        private static Case of(EncoderPreset preset, int batchSize, int repeats) {
            return new Case(
                    preset.name().toLowerCase(Locale.ROOT),
                    InitialNetwork.preset(preset, VOCABULARY),
                    batchSize,
                    new StepBench.Effort(repeats, SECONDS));
        }

        private Case withBatchSize(int other) {
            return new Case(name, encoder, other, effort);
        }
    }

    /**
     * How much is measured.
     *
     * @param lengths the first is what the others are held against
     */
    record Effort(List<Case> cases, List<Lengths> lengths, Peak.Effort peak) {}

    /** Batch and repeats of each encoder that steps are measured of. */
    private static final Map<EncoderPreset, Case> CASES = new EnumMap<>(EncoderPreset.class);

    static {
        CASES.put(EncoderPreset.TINY, Case.of(EncoderPreset.TINY, 32, 40));
        CASES.put(EncoderPreset.MINI, Case.of(EncoderPreset.MINI, 32, 12));
        CASES.put(EncoderPreset.SMALL, Case.of(EncoderPreset.SMALL, 32, 8));
        CASES.put(EncoderPreset.MEDIUM, Case.of(EncoderPreset.MEDIUM, 16, 8));
        CASES.put(EncoderPreset.BASE, Case.of(EncoderPreset.BASE, 8, 4));
        CASES.put(EncoderPreset.LARGE, Case.of(EncoderPreset.LARGE, 4, 4));
    }

    /**
     * What is chosen of all that can be measured.
     *
     * @param presets the encoders
     * @param precisions of products, in place of that of the settings
     * @param lengths the first is what the others are held against
     * @param batchSize for all encoders, if given
     * @param peers whose steps are measured, too
     */
    public record Selection(
            Set<EncoderPreset> presets,
            Set<Precision> precisions,
            List<Lengths> lengths,
            Optional<Integer> batchSize,
            Peers peers) {

        private List<Case> cases() {
            return presets.stream()
                    .map(CASES::get)
                    .map(usual -> batchSize.map(usual::withBatchSize).orElse(usual))
                    .toList();
        }
    }

    /** Measures what is selected, by kernels as configured. */
    public Bench(Settings settings, Selection selection, BenchReport report) {
        this(
                settings.optimizer(),
                selection.precisions().stream()
                        .map(precision -> NamedKernels.of(settings.kernels(), precision))
                        .toList(),
                selection.peers(),
                new Effort(selection.cases(), selection.lengths(), Peak.Effort.FULL),
                report);
    }

    /**
     * @param kernels each is measured on everything, in turn
     * @param peers each is measured beside all of them
     */
    Bench(
            OptimizerSettings optimizer,
            List<NamedKernels> kernels,
            Peers peers,
            Effort effort,
            BenchReport report) {
        this.optimizer = optimizer;
        this.kernels = kernels;
        this.peers = peers;
        this.effort = effort;
        this.report = report;
    }

    /** Runs everything. */
    public void run() {
        List<Peak> peaks = kernels.stream().map(this::peak).toList();
        for (Case measured : effort.cases()) {
            for (int i = 0; i < kernels.size(); i++) {
                for (Lengths lengths : effort.lengths()) {
                    new Steps(measured, lengths, kernels.get(i), peaks.get(i)).run();
                }
            }
        }
    }

    private Peak peak(NamedKernels named) {
        try (Kernels opened = named.kernels().get()) {
            report.kernels(opened.describe());
            Peak peak = Peak.measure(opened, effort.peak());
            BenchCase of = BenchCase.of("peak").with("kernels", named.name());
            report.add(
                    PRODUCT_PEAK
                            .labelled("GFLOP/s, matrix product " + peak.product())
                            .of(of, peak.flops().times(1e-9)),
                    COPY_PEAK.of(of, peak.bytes().times(1e-9)));
            return peak;
        }
    }

    /** The steps of one encoder on batches of one kind. */
    private final class Steps {
        private final Case measured;
        private final Lengths lengths;
        private final NamedKernels named;
        private final Peak peak;
        private final StepBatches batches;

        /** Of the first lengths, where these are not they. */
        private final Optional<StepBatches> standard;

        private Steps(Case measured, Lengths lengths, NamedKernels named, Peak peak) {
            this.measured = measured;
            this.lengths = lengths;
            this.named = named;
            this.peak = peak;
            batches = batches(lengths);
            Lengths first = effort.lengths().get(0);
            standard = first == lengths ? Optional.empty() : Optional.of(batches(first));
        }

        private StepBatches batches(Lengths lengths) {
            return new StepBatches(measured.encoder(), measured.batchSize(), lengths);
        }

        private BenchCase of(Pass pass, String kernels) {
            return BenchCase.of("steps")
                    .with("encoder", measured.name())
                    .with("batch", measured.batchSize())
                    .with("lengths", lengths.name())
                    .with("pass", pass)
                    .with("kernels", kernels);
        }

        private void run() {
            Map<Pass, Results> results = measure();
            try (Kernels opened = named.kernels().get()) {
                KernelTimes times = new KernelTimes(opened);
                StepBench.Entrant timed =
                        new StepBench.Entrant(
                                new KernelNetwork(
                                        spec(),
                                        times.kernels(),
                                        batches.maxTokens(),
                                        batches.sequences()),
                                batches);
                results.forEach(
                        (pass, ofAll) -> {
                            timed.eachBatch(pass);
                            report(pass, ofAll.ours());
                            ofAll.standard()
                                    .ifPresent(
                                            ofStandard ->
                                                    reportPacked(pass, ofAll.ours(), ofStandard));
                            report(
                                    pass,
                                    ofAll.ours(),
                                    times.of(StepBatches.COUNT, () -> timed.eachBatch(pass)));
                            reportPeers(pass, ofAll.ours(), ofAll.peers());
                        });
            }
        }

        /**
         * What was measured in turns.
         *
         * @param standard ours, on batches of the first lengths
         * @param peers in their order
         */
        private record Results(
                StepBench.Result ours,
                Optional<StepBench.Result> standard,
                List<StepBench.Result> peers) {}

        private Map<Pass, Results> measure() {
            StepSpec spec = spec();
            List<PeerNetwork> theirs = peers.open(spec, named.precision());
            try (Kernels opened = named.kernels().get()) {
                int maxTokens =
                        Math.max(
                                batches.maxTokens(),
                                standard.map(StepBatches::maxTokens).orElse(0));
                StepNetwork ours = new KernelNetwork(spec, opened, maxTokens, batches.sequences());
                List<StepBench.Entrant> entrants = new ArrayList<>();
                entrants.add(new StepBench.Entrant(ours, batches));
                theirs.forEach(peer -> entrants.add(new StepBench.Entrant(peer, batches)));
                standard.ifPresent(other -> entrants.add(new StepBench.Entrant(ours, other)));
                Map<Pass, Results> results = new EnumMap<>(Pass.class);
                for (Pass pass : Pass.values()) {
                    List<StepBench.Result> all =
                            StepBench.measure(pass, entrants, measured.effort());
                    int end = 1 + theirs.size();
                    results.put(
                            pass,
                            new Results(
                                    all.get(0),
                                    all.stream().skip(end).findFirst(),
                                    all.subList(1, end)));
                }
                return results;
            } finally {
                theirs.forEach(PeerNetwork::close);
            }
        }

        private StepSpec spec() {
            return StepSpec.of(measured.encoder(), optimizer);
        }

        private void report(Pass pass, StepBench.Result result) {
            BenchCase of = of(pass, named.name());
            Samples seconds = result.seconds();
            List<Measurement> figures = new ArrayList<>(speed(of, result));
            figures.add(
                    OF_PEAK.of(
                            of, seconds.rateOf(result.flops()).times(100 / peak.flops().median())));
            figures.add(HEAP.of(of, result.heapBytesPerStep()));
            figures.add(RESIDENT.of(of, result.residentBytes() / Measure.MEBIBYTE));
            report.add(figures);
        }

        private void reportPacked(Pass pass, StepBench.Result ours, StepBench.Result ofStandard) {
            BenchCase of = of(pass, named.name());
            double most = ofStandard.tokens() / ofStandard.seconds().median();
            report.addPart(
                    "packed",
                    List.of(
                            OF_FIXED.labelled(
                                            "% of the tokens/s at length "
                                                    + effort.lengths().get(0).name())
                                    .of(of, ours.seconds().rateOf(ours.tokens()).times(100 / most)),
                            PADDING.of(of, batches.padding())));
        }

        private void reportPeers(Pass pass, StepBench.Result ours, List<StepBench.Result> ofPeers) {
            for (int i = 0; i < ofPeers.size(); i++) {
                StepBench.Result theirs = ofPeers.get(i);
                BenchCase of = of(pass, Peers.name(peers.libraries().get(i), named.precision()));
                report.add(speed(of, theirs));
                report.addPart(
                        "ours is",
                        List.of(
                                TIMES_AS_FAST.of(
                                        of, theirs.seconds().median() / ours.seconds().median()),
                                FOREIGN_LOAD.of(of, 100 * theirs.foreignLoad())));
            }
        }

        /** What can be said of any network; rates are of real tokens, whoever pads them. */
        private List<Measurement> speed(BenchCase of, StepBench.Result result) {
            Samples seconds = result.seconds();
            return List.of(
                    SEQUENCES.of(of, seconds.rateOf(result.sequences())),
                    TOKENS.of(of, seconds.rateOf(result.tokens())),
                    TIME.of(of, seconds.times(1e3)),
                    PRODUCTS.of(of, seconds.rateOf(result.flops()).times(1e-9)));
        }

        /** All kernels are kept, and the first few printed. */
        private void report(Pass pass, StepBench.Result result, List<KernelTimes.Use> uses) {
            KernelFigures kernelFigures =
                    new KernelFigures(of(pass, named.name()), result.seconds().median(), peak);
            for (int i = 0; i < uses.size(); i++) {
                List<Measurement> figures = kernelFigures.of(uses.get(i));
                if (i < KERNELS_SHOWN) {
                    report.addPart(uses.get(i).kernel(), figures);
                } else {
                    report.keep(figures);
                }
            }
        }
    }
}
