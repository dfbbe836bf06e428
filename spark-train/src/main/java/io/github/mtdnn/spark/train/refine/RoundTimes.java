package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.AveragingSettings;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Nd4jTransfer;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterInitializer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.schedule.BatchRef;
import io.github.mtdnn.spark.train.container.GraphTrainer;
import io.github.mtdnn.spark.train.container.NetworkGraph;
import io.github.mtdnn.spark.train.table.StepReport;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Times rounds of training as a refinement does them, on batches that are made up. */
public final class RoundTimes {
    private static final int[] NO_UNITS = {0};

    /** Steps of the round that makes the workers' sessions and warms them up. */
    private static final int WARM_UP_STEPS = 4;

    private final JavaSparkContext spark;
    private final Shape shape;
    private final SparkComputationGraph graph;
    private final GlobalState state;
    private final MultiDataSetLoader loader;
    private long nextStep;

    /**
     * How large rounds are.
     *
     * @param rounds that are timed, after one that is not
     * @param batchSize examples of the largest batch
     * @param maxSeqLength tokens of the longest example
     */
    public record Shape(int workers, int steps, int rounds, int batchSize, int maxSeqLength) {}

    /** What workers train on, made where they are. */
    @FunctionalInterface
    public interface Batches extends Serializable {
        /** The batch at a position of the plan, for the only task. */
        PackedBatch at(long position);
    }

    /**
     * One round.
     *
     * @param seconds from its beginning to the averaged parameters
     * @param stepSeconds of them those of the slowest worker's steps
     * @param tokens that all workers trained on
     */
    public record Round(double seconds, double stepSeconds, long tokens) {}

    /**
     * What was measured.
     *
     * @param broadcastBytes that each executor receives at the beginning of a round
     * @param shuffledBytes that all workers together give back in a round
     */
    public record Result(List<Round> rounds, long broadcastBytes, long shuffledBytes) {}

    private RoundTimes(
            JavaSparkContext spark,
            Shape shape,
            Batches batches,
            SparkComputationGraph graph,
            GlobalState state) {
        this.spark = spark;
        this.shape = shape;
        this.graph = graph;
        this.state = state;
        loader = new BatchLoader(batches);
    }

    /**
     * Runs rounds, from random parameters.
     *
     * @param settings of optimiser and kernels
     * @param averaging stands in place of that of the settings
     * @param scratch directory for what a strategy stores between rounds
     */
    public static Result measure(
            JavaSparkContext spark,
            NetworkSpec network,
            Settings settings,
            AveragingSettings averaging,
            Shape shape,
            Batches batches,
            Path scratch) {
        ComputationGraph graph = NetworkGraph.create(network);
        Nd4jTransfer.write(
                new ParameterInitializer(0.02, 1).initialize(new ParameterLayout(network)),
                graph.params(),
                0);
        RunContext context =
                new RunContext(
                        network,
                        settings.optimizer(),
                        averaging,
                        settings.kernels(),
                        scratch.toString(),
                        UUID.randomUUID().toString(),
                        new GraphTrainer.Extent(
                                1,
                                (long) shape.steps() * (shape.rounds() + 1),
                                shape.batchSize(),
                                shape.maxSeqLength()),
                        new SerializableConfiguration(spark.hadoopConfiguration()));
        GlobalState state = new GlobalState(context, graph);
        Broadcast<RunContext> broadcast = spark.broadcast(context);
        try {
            return new RoundTimes(
                            spark,
                            shape,
                            batches,
                            new SparkComputationGraph(
                                    spark, graph, new RoundMaster(broadcast, state)),
                            state)
                    .measure();
        } finally {
            broadcast.destroy();
            WorkerSessions.releaseAll(spark);
            NetworkGraph.free(graph);
        }
    }

    private Result measure() {
        round(Math.min(shape.steps(), WARM_UP_STEPS));
        awaitListeners();
        ShuffleCount shuffled = new ShuffleCount();
        spark.sc().addSparkListener(shuffled);
        try {
            List<Round> rounds = new ArrayList<>();
            for (int round = 0; round < shape.rounds(); round++) {
                rounds.add(round(shape.steps()));
            }
            awaitListeners();
            long vectors = state.averagesState() ? 3 : 1;
            return new Result(
                    rounds,
                    vectors * Float.BYTES * state.graph().params().length(),
                    shuffled.bytes.get() / shape.rounds());
        } finally {
            spark.sc().removeSparkListener(shuffled);
        }
    }

    /** Listeners hear of a task some time after it has ended. */
    private void awaitListeners() {
        try {
            spark.sc().listenerBus().waitUntilEmpty();
        } catch (TimeoutException e) {
            throw new IllegalStateException("Spark's listeners do not keep up", e);
        }
    }

    private Round round(int steps) {
        JavaRDD<String> paths = paths(steps);
        long began = System.nanoTime();
        graph.fitPaths(paths, loader);
        double seconds = (System.nanoTime() - began) / 1e9;
        double slowest = 0;
        long tokens = 0;
        for (WorkerMessage.Report report : state.reports()) {
            slowest =
                    Math.max(
                            slowest,
                            report.steps().stream().mapToDouble(StepReport::seconds).sum());
            tokens += report.steps().stream().mapToLong(StepReport::tokens).sum();
        }
        return new Round(seconds, slowest, tokens);
    }

    /** Partition w holds the steps of worker w; no two batches are at one position. */
    private JavaRDD<String> paths(int steps) {
        List<List<String>> byWorker = new ArrayList<>();
        for (int worker = 0; worker < shape.workers(); worker++) {
            List<String> paths = new ArrayList<>();
            for (long step = nextStep; step < nextStep + steps; step++) {
                BatchRef batch = new BatchRef(step * shape.workers() + worker, 0, NO_UNITS);
                paths.add(new StepPath(step, List.of(batch)).toString());
            }
            byWorker.add(paths);
        }
        nextStep += steps;
        return spark.parallelize(byWorker, shape.workers()).flatMap(List::iterator);
    }

    /** Counts what tasks write for others to read. */
    private static final class ShuffleCount extends SparkListener {
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskMetrics() != null) {
                bytes.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
            }
        }
    }

    /** Gives for a path the batches at its positions. */
    private static final class BatchLoader implements MultiDataSetLoader {
        private static final long serialVersionUID = 1L;

        private final Batches batches;

        private BatchLoader(Batches batches) {
            this.batches = batches;
        }

        @Override
        public MultiDataSet load(Source source) {
            StepPath path = StepPath.parse(source.getPath());
            return new StepData(
                    path, path.batches().stream().map(ref -> batches.at(ref.position())).toList());
        }
    }
}
