package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.AveragingSettings;
import io.github.mtdnn.config.Settings.AveragingStrategy;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.Settings.WireFormat;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.spark.train.InitialNetwork;
import io.github.mtdnn.spark.train.refine.RoundTimes;
import io.github.mtdnn.task.TaskType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Times rounds on a Spark session: averaging alone, in each of the ways in which it can be done,
 * and whole rounds of training.
 */
public final class RoundBench {
    private static final int AVERAGING_ROUNDS = 5;
    private static final int CLASSES = 2;
    private static final int SHORT = 8;

    private static final Measure AVERAGING =
            Measure.lower("averaging", "s").labelled("s averaging");
    private static final Measure BROADCAST =
            Measure.lower("broadcast", "MB").labelled("MB to each executor");
    private static final Measure SHUFFLED =
            Measure.lower("returned", "MB").labelled("MB from each worker");

    private static final Measure TOKENS = Measure.higher("tokens", "tokens/s");
    private static final Measure ROUND = Measure.lower("round", "s").labelled("s a round");
    private static final Measure STEPS =
            Measure.lower("steps", "s").labelled("s of it the slowest worker's steps");
    private static final Measure SPEEDUP =
            Measure.higher("speedup", "times").labelled("times one worker's tokens/s");

    private final JavaSparkContext spark;
    private final Settings settings;
    private final BenchReport report;
    private final int averagingRounds;

    private record Way(AveragingStrategy strategy, WireFormat format) {
        @Override
        public String toString() {
            return lowerCase(strategy) + " " + lowerCase(format);
        }
    }

    private static final List<Way> WAYS =
            List.of(
                    new Way(AveragingStrategy.MEAN, WireFormat.FLOAT32),
                    new Way(AveragingStrategy.DILOCO, WireFormat.FLOAT32),
                    new Way(AveragingStrategy.DILOCO, WireFormat.BF16));

    /**
     * Whole rounds of training.
     *
     * @param steps of each worker in a round
     * @param rounds that are timed
     * @param batchSize examples of a step
     * @param seqLength tokens of each example
     */
    public record Training(int steps, int rounds, int batchSize, int seqLength) {}

    public RoundBench(JavaSparkContext spark, Settings settings, BenchReport report) {
        this(spark, settings, report, AVERAGING_ROUNDS);
    }

    /**
     * @param averagingRounds that are timed of averaging alone
     */
    RoundBench(JavaSparkContext spark, Settings settings, BenchReport report, int averagingRounds) {
        this.spark = spark;
        this.settings = settings;
        this.report = report;
        this.averagingRounds = averagingRounds;
        report.workers(spark, settings.kernels());
    }

    /** Measures averaging alone, in each way: rounds of one step of one short example. */
    public void averaging(EncoderPreset preset, int workers) throws IOException {
        RoundTimes.Shape shape = new RoundTimes.Shape(workers, 1, averagingRounds, 1, SHORT);
        for (Way way : WAYS) {
            RoundTimes.Result result = measure(preset, averaging(way), shape);
            BenchCase of =
                    BenchCase.of("averaging")
                            .with("encoder", lowerCase(preset))
                            .with("workers", workers)
                            .with("way", way);
            report.add(
                    AVERAGING.of(
                            of, samples(result, round -> round.seconds() - round.stepSeconds())),
                    BROADCAST.of(of, result.broadcastBytes() / 1e6),
                    SHUFFLED.of(of, result.shuffledBytes() / 1e6 / workers));
        }
    }

    /**
     * Measures whole rounds, averaged as the settings say, of one worker and of more; each has as
     * many cores as a task of Spark.
     *
     * @param workers numbers of workers to hold against one
     */
    public void training(EncoderPreset preset, List<Integer> workers, Training training)
            throws IOException {
        double alone = training(preset, 1, training, 0);
        for (int count : workers) {
            if (count > 1) {
                training(preset, count, training, alone);
            }
        }
    }

    /**
     * @param alone tokens per second of one worker; 0 where this is the one
     * @return tokens per second
     */
    private double training(EncoderPreset preset, int workers, Training training, double alone)
            throws IOException {
        RoundTimes.Result result =
                measure(
                        preset,
                        settings.refine().averaging(),
                        new RoundTimes.Shape(
                                workers,
                                training.steps(),
                                training.rounds(),
                                training.batchSize(),
                                training.seqLength()));
        BenchCase of =
                BenchCase.of("rounds")
                        .with("encoder", lowerCase(preset))
                        .with("batch", training.batchSize())
                        .with("lengths", training.seqLength())
                        .with("steps", training.steps())
                        .with("way", way(settings.refine().averaging()))
                        .with("workers", workers);
        Samples tokens = samples(result, round -> round.tokens() / round.seconds());
        double one = alone == 0 ? tokens.median() : alone;
        report.add(
                TOKENS.of(of, tokens),
                ROUND.of(of, samples(result, RoundTimes.Round::seconds)),
                STEPS.of(of, samples(result, RoundTimes.Round::stepSeconds)),
                SPEEDUP.of(of, tokens.times(1 / one)));
        return tokens.median();
    }

    private RoundTimes.Result measure(
            EncoderPreset preset, AveragingSettings averaging, RoundTimes.Shape shape)
            throws IOException {
        NetworkSpec network =
                new NetworkSpec(
                        InitialNetwork.preset(preset, Bench.VOCABULARY),
                        List.of(new HeadSpec("bench", TaskType.CLASSIFICATION, CLASSES, 0.1)));
        Lengths lengths = Lengths.fixed(shape.maxSeqLength());
        int batchSize = shape.batchSize();
        Path scratch = Files.createTempDirectory("mtdnn-bench");
        try {
            return RoundTimes.measure(
                    spark,
                    network,
                    settings,
                    averaging,
                    shape,
                    position -> lengths.batch(batchSize, Bench.VOCABULARY, CLASSES, position),
                    scratch);
        } finally {
            FileUtil.fullyDelete(scratch.toFile());
        }
    }

    private static Samples samples(
            RoundTimes.Result result, ToDoubleFunction<RoundTimes.Round> part) {
        return Samples.of(result.rounds().stream().mapToDouble(part).toArray());
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

    private static Way way(AveragingSettings averaging) {
        return new Way(averaging.strategy(), averaging.wireFormat());
    }

    private static String lowerCase(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
