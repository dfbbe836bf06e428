package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.AveragingSettings;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterInitializer;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.schedule.BatchRef;
import io.github.mtdnn.spark.train.container.GraphTrainer;
import io.github.mtdnn.spark.train.container.NetworkGraph;
import io.github.mtdnn.spark.train.vector.DeviceVector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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

/** Measures what a round costs beside its steps: spreading, gathering and averaging parameters. */
public final class RoundCost {
    private RoundCost() {}

    /**
     * The cost of a round.
     *
     * @param seconds median over the rounds, less the slowest worker's step
     * @param broadcastBytes that each executor receives at the beginning of a round
     * @param shuffledBytes that all workers together give back
     */
    public record Result(double seconds, long broadcastBytes, long shuffledBytes) {}

    /**
     * Runs rounds of one tiny step per worker.
     *
     * @param averaging stands in place of that of the settings
     * @param scratch directory for what a strategy stores between rounds
     */
    public static Result measure(
            JavaSparkContext spark,
            NetworkSpec network,
            Settings settings,
            AveragingSettings averaging,
            int workers,
            int rounds,
            Path scratch) {
        ComputationGraph graph = NetworkGraph.create(network);
        DeviceVector.write(
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
                        new GraphTrainer.Extent(1, rounds + 1, 1, OneExample.TOKENS),
                        new SerializableConfiguration(spark.hadoopConfiguration()));
        GlobalState state = new GlobalState(context, graph);
        AtomicLong shuffled = new AtomicLong();
        ShuffleCount listener = new ShuffleCount(shuffled);
        Broadcast<RunContext> broadcast = spark.broadcast(context);
        spark.sc().addSparkListener(listener);
        try {
            SparkComputationGraph sparkGraph =
                    new SparkComputationGraph(spark, graph, new RoundMaster(broadcast, state));
            double[] seconds = new double[rounds];
            // The first round makes the workers' sessions and is not counted.
            for (int round = -1; round < rounds; round++) {
                if (round == 0) {
                    shuffled.set(0);
                }
                List<String> paths = new ArrayList<>();
                for (int worker = 0; worker < workers; worker++) {
                    BatchRef batch = new BatchRef(worker, 0, new int[] {0});
                    paths.add(new StepPath(round + 1, List.of(batch)).toString());
                }
                long began = System.nanoTime();
                sparkGraph.fitPaths(spark.parallelize(paths, workers), new OneExample());
                double step =
                        state.reports().stream()
                                .mapToDouble(report -> report.steps().get(0).seconds())
                                .max()
                                .orElse(0);
                if (round >= 0) {
                    seconds[round] = (System.nanoTime() - began) / 1e9 - step;
                }
            }
            Arrays.sort(seconds);
            long vectors = state.averagesState() ? 3 : 1;
            return new Result(
                    seconds[rounds / 2],
                    vectors * Float.BYTES * graph.params().length(),
                    shuffled.get() / rounds);
        } finally {
            spark.sc().removeSparkListener(listener);
            broadcast.destroy();
            WorkerSessions.releaseAll();
            graph.close();
        }
    }

    /** Counts what tasks write for others to read. */
    private static final class ShuffleCount extends SparkListener {
        private final AtomicLong bytes;

        private ShuffleCount(AtomicLong bytes) {
            this.bytes = bytes;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskMetrics() != null) {
                bytes.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
            }
        }
    }

    /** Gives the same short example for every path. */
    private static final class OneExample implements MultiDataSetLoader {
        private static final long serialVersionUID = 1L;
        private static final int TOKENS = 8;

        @Override
        public MultiDataSet load(Source source) {
            PackedBatch batch = new PackedBatch();
            batch.clear(0);
            batch.add(new int[TOKENS], new int[TOKENS], 0, TOKENS, 1);
            return new StepData(StepPath.parse(source.getPath()), List.of(batch));
        }
    }
}
