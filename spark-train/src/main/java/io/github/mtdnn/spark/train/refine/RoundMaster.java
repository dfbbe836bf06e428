package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.spark.train.refine.WorkerMessage.Chunk;
import io.github.mtdnn.spark.train.refine.WorkerMessage.Report;
import java.util.Collection;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.BaseTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Deeplearning4j's training master for rounds of parameter averaging: {@code
 * sparkGraph.fitPaths(paths, loader)} is one round, in which partition w of the paths holds the
 * steps of worker w (see {@link StepPath}).
 *
 * <p>What it does otherwise than {@code ParameterAveragingTrainingMaster}: parameters travel in
 * chunks that are averaged where they land, so that no message grows with the model and no node
 * holds all workers' results; results are weighted by examples, task heads by the examples of their
 * task; they are summed in the order of the workers, so that the outcome does not depend on which
 * arrives first; the broadcast of a round is released after it; batches are never cut anew.
 */
final class RoundMaster extends BaseTrainingMaster<RoundWorker.Result, RoundWorker> {
    private static final long BYTES_PER_PARTITION = 4 << 20;

    /** Up to here Spark writes a shuffle without buffering it (bypassMergeThreshold). */
    private static final long MOST_PARTITIONS = 200;

    private final Broadcast<RunContext> run;
    private final GlobalState state;
    private Broadcast<RoundStart> start;

    /**
     * @param run what workers have to know
     * @param state what the driver keeps between rounds; each round brings it up to date
     */
    RoundMaster(Broadcast<RunContext> run, GlobalState state) {
        this.run = run;
        this.state = state;
    }

    @Override
    public void executeTrainingPaths(
            SparkDl4jMultiLayer network,
            SparkComputationGraph graph,
            JavaRDD<String> paths,
            DataSetLoader unused,
            MultiDataSetLoader loader) {
        if (graph == null || loader == null) {
            throw notAGraph();
        }
        JavaSparkContext spark = graph.getSparkContext();
        start = spark.broadcast(state.startOfRound());
        try {
            round(paths, loader);
        } finally {
            start.destroy();
        }
    }

    private void round(JavaRDD<String> paths, MultiDataSetLoader loader) {
        JavaPairRDD<Integer, WorkerMessage> means =
                paths.mapPartitionsToPair(new RoundFunction(worker(), loader))
                        .groupByKey(new HashPartitioner(partitions(paths.getNumPartitions())))
                        .mapToPair(state.chunkAverage());
        ArrivingResults.forEach(means, this::accept);
        state.endRound();
    }

    /** Enough for what a task averages to be small, however large the model is. */
    private int partitions(int workers) {
        long bytes = (long) state.chunks() * run.value().averaging().chunkBytes();
        return (int) Math.max(workers, Math.min(MOST_PARTITIONS, bytes / BYTES_PER_PARTITION));
    }

    private void accept(int key, WorkerMessage message) {
        if (message instanceof Report report) {
            state.accept(report);
        } else if (message instanceof Chunk mean) {
            state.acceptMean(key, mean.values());
        }
    }

    @Override
    public RoundWorker getWorkerInstance(SparkComputationGraph graph) {
        return worker();
    }

    private RoundWorker worker() {
        return new RoundWorker(run, start);
    }

    @Override
    public RoundWorker getWorkerInstance(SparkDl4jMultiLayer network) {
        throw notAGraph();
    }

    @Override
    public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
        throw notAGraph();
    }

    @Override
    public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
        throw notAGraph();
    }

    @Override
    public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
        throw notAGraph();
    }

    @Override
    public String toJson() {
        return "{\"strategy\":\"%s\"}".formatted(run.value().averaging().strategy());
    }

    @Override
    public String toYaml() {
        return "strategy: " + run.value().averaging().strategy();
    }

    @Override
    public void addHook(TrainingHook hook) {
        throw new IllegalStateException("hooks are not called in rounds; read the steps table");
    }

    @Override
    public void removeHook(TrainingHook hook) {
        // None can have been added.
    }

    @Override
    public void setCollectTrainingStats(boolean collect) {
        if (collect) {
            throw new IllegalStateException("a round's times are in the steps table");
        }
    }

    @Override
    public boolean getIsCollectTrainingStats() {
        return false;
    }

    @Override
    public SparkTrainingStats getTrainingStats() {
        throw new IllegalStateException("a round's times are in the steps table");
    }

    @Override
    public void setListeners(Collection<TrainingListener> listeners) {
        // Deeplearning4j passes the graph's own listeners on; rounds report through the tables.
    }

    @Override
    public void setListeners(StatsStorageRouter router, Collection<TrainingListener> listeners) {
        // As above.
    }

    private static IllegalStateException notAGraph() {
        return new IllegalStateException(
                "a round trains a multi-task graph on step paths: use"
                        + " SparkComputationGraph.fitPaths with a ShardBatchLoader");
    }
}
