package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.config.Settings.EvaluateSettings;
import io.github.mtdnn.config.Settings.KernelSettings;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.spark.failure.TaskFailures;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.container.WorkerKernels;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.data.PreparedTask.HeldOutSplit;
import io.github.mtdnn.spark.train.data.SplitRows;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Predicts held-out splits with one network, spread over the executors.
 *
 * <p>The rows are cut into pieces of a fixed size, so that predictions do not depend on the number
 * of executors.
 */
public final class Evaluator {
    private static final int PIECE_ROWS = 1024;

    private final JavaSparkContext spark;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final KernelSettings kernels;
    private final EvaluateSettings settings;
    private final long seed;

    /** The evaluator of a run. */
    public static Evaluator of(TrainingRun run) {
        return new Evaluator(
                run.spark(),
                run.hadoop(),
                run.settings().kernels(),
                run.settings().evaluate(),
                run.info().seed());
    }

    private Evaluator(
            JavaSparkContext spark,
            Broadcast<SerializableConfiguration> hadoop,
            KernelSettings kernels,
            EvaluateSettings settings,
            long seed) {
        this.spark = spark;
        this.hadoop = hadoop;
        this.kernels = kernels;
        this.settings = settings;
        this.seed = seed;
    }

    /** A piece of a split: rows {@code from} to {@code to - 1}. */
    private record Piece(int task, int splitIndex, HeldOutSplit split, int from, int to)
            implements Serializable {}

    /**
     * Predictions for the scored splits of each task.
     *
     * @param network whose heads are those of {@code tasks}, in their order
     * @param parameters of the network
     */
    public List<SplitPredictions> predictScored(
            NetworkSpec network, ChunkedVector parameters, List<PreparedTask> tasks) {
        return predict(network, parameters, tasks, PreparedTask::scored);
    }

    /** The same for all held-out splits, those without labels among them. */
    public List<SplitPredictions> predictAll(
            NetworkSpec network, ChunkedVector parameters, List<PreparedTask> tasks) {
        return predict(network, parameters, tasks, PreparedTask::heldOut);
    }

    private List<SplitPredictions> predict(
            NetworkSpec network,
            ChunkedVector parameters,
            List<PreparedTask> tasks,
            Function<PreparedTask, List<HeldOutSplit>> splitsOf) {
        List<Piece> pieces = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            List<HeldOutSplit> splits = splitsOf.apply(tasks.get(task));
            for (int index = 0; index < splits.size(); index++) {
                SplitRows rows = splits.get(index).rows();
                int groups = rows.groups();
                int step = (int) Math.max(1, (long) PIECE_ROWS * groups / rows.rows());
                for (int from = 0; from < groups; from += step) {
                    int to = Math.min(groups, from + step);
                    pieces.add(new Piece(task, index, splits.get(index), from, to));
                }
            }
        }
        if (pieces.isEmpty()) {
            return List.of();
        }
        Broadcast<ChunkedVector> broadcast = spark.broadcast(parameters);
        try {
            int partitions = Math.min(pieces.size(), spark.defaultParallelism());
            Worker worker = new Worker(network, broadcast, kernels, hadoop, settings.batchTokens());
            List<PiecePredictions> predictions =
                    spark.parallelize(pieces, partitions).mapPartitions(worker::predict).collect();
            return assemble(tasks, splitsOf, predictions);
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        } finally {
            broadcast.destroy();
        }
    }

    /** Metrics of the predictions for splits with labels, with intervals. */
    public List<SplitScore> score(List<SplitPredictions> predictions) {
        return predictions.stream()
                .filter(SplitPredictions::labelled)
                .map(split -> SplitScore.of(split, settings.bootstrapResamples(), seed))
                .toList();
    }

    /** What a Spark task needs to predict its pieces. */
    private record Worker(
            NetworkSpec network,
            Broadcast<ChunkedVector> parameters,
            KernelSettings settings,
            Broadcast<SerializableConfiguration> hadoop,
            int batchTokens)
            implements Serializable {

        Iterator<PiecePredictions> predict(Iterator<Piece> pieces) {
            EnvironmentCheck.requireForTraining(settings, MemoryNeed.NONE);
            List<PiecePredictions> predictions = new ArrayList<>();
            try (Kernels kernels = WorkerKernels.create(settings)) {
                int size = Math.toIntExact(new ParameterLayout(network).size());
                Tensor flat = kernels.allocate(1, size);
                parameters.value().copyTo(kernels, flat);
                Configuration configuration = hadoop.value().value();
                Predictor predictor =
                        new Predictor(network, kernels, flat, configuration, batchTokens);
                while (pieces.hasNext()) {
                    Piece piece = pieces.next();
                    predictions.add(
                            new PiecePredictions(
                                    piece.task(),
                                    piece.splitIndex(),
                                    piece.from(),
                                    predictor.predict(
                                            piece.task(),
                                            piece.split().rows(),
                                            piece.from(),
                                            piece.to())));
                }
            }
            return predictions.iterator();
        }
    }

    private static List<SplitPredictions> assemble(
            List<PreparedTask> tasks,
            Function<PreparedTask, List<HeldOutSplit>> splitsOf,
            List<PiecePredictions> predictions) {
        List<SplitPredictions> assembled = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            List<HeldOutSplit> splits = splitsOf.apply(tasks.get(task));
            for (int index = 0; index < splits.size(); index++) {
                int taskIndex = task;
                int splitIndex = index;
                assembled.add(
                        new SplitPredictions(
                                tasks.get(task).task(),
                                splits.get(index).rows().split(),
                                splits.get(index).role(),
                                splits.get(index).labelled(),
                                predictions.stream()
                                        .filter(part -> part.task() == taskIndex)
                                        .filter(part -> part.split() == splitIndex)
                                        .sorted(Comparator.comparingInt(PiecePredictions::from))
                                        .flatMap(part -> part.predictions().stream())
                                        .collect(Collectors.toList())));
            }
        }
        return assembled;
    }
}
