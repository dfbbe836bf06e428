package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.container.NetworkGraph;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.store.ModelDirectory;
import io.github.mtdnn.spark.train.table.PredictionTable;
import io.github.mtdnn.spark.train.table.ScoreTables;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Predicts the held-out splits of those of the configured tasks that a checkpoint has heads for,
 * and scores it on those with labels.
 */
public final class Evaluation {
    public static final String STAGE = "evaluate";

    private final TrainingRun run;

    public Evaluation(TrainingRun run) {
        this.run = run;
    }

    /** Writes metrics and predictions; gives the scores. */
    public List<SplitScore> run() {
        String from = run.settings().evaluate().from();
        ModelDirectory checkpoint =
                ModelDirectory.at(
                        from.isEmpty() ? run.directory().best().toString() : from,
                        run.hadoop().value().value());
        NetworkSpec network = checkpoint.readSpec();
        List<PreparedTask> tasks = tasksInOrderOfHeads(network, checkpoint);
        ComputationGraph graph = NetworkGraph.create(network);
        checkpoint.readAllWeights(network, graph.params());
        int chunkLength = run.settings().refine().averaging().chunkBytes() / Float.BYTES;
        ChunkedVector parameters = ChunkedVector.copyOf(graph.params(), chunkLength);
        NetworkGraph.free(graph);

        Evaluator evaluator = Evaluator.of(run);
        List<SplitPredictions> predictions = evaluator.predictAll(network, parameters, tasks);
        List<SplitScore> scores = evaluator.score(predictions);
        String directory = checkpoint.directory().toString();
        new ScoreTables(run, STAGE).write("evaluate", scores, 0, 0, directory);
        new PredictionTable(run.tables(), STAGE).write(predictions);
        scores.forEach(score -> run.progress().line("evaluate  %s", score));
        predictions.stream()
                .filter(split -> !split.labelled())
                .forEach(
                        split ->
                                run.progress()
                                        .line(
                                                "evaluate  %s/%s: no labels; predictions: %,d",
                                                split.task().name(),
                                                split.split(),
                                                split.predictions().size()));
        return scores;
    }

    /** A task per head; heads of tasks that are not configured have nothing to be scored on. */
    private List<PreparedTask> tasksInOrderOfHeads(NetworkSpec network, ModelDirectory checkpoint) {
        List<String> heads = network.heads().stream().map(HeadSpec::task).toList();
        List<String> configured = run.tasks().stream().map(task -> task.task().name()).toList();
        if (heads.stream().noneMatch(configured::contains)) {
            throw new ConfigException(
                    "%s has heads for the tasks %s, and data.tasks names %s. Choose a checkpoint of these tasks, or name its tasks in data.tasks."
                            .formatted(checkpoint.directory(), heads, configured));
        }
        int vocabSize = network.encoder().vocabSize();
        return network.heads().stream().map(head -> taskOf(head, vocabSize)).toList();
    }

    private PreparedTask taskOf(HeadSpec head, int vocabSize) {
        PreparedTask task =
                run.tasks().stream()
                        .filter(candidate -> candidate.task().name().equals(head.task()))
                        .findFirst()
                        .orElseGet(() -> PreparedTask.withoutData(head));
        HeadSpec asked = HeadSpec.of(task.task(), vocabSize);
        if (asked.numClasses() != head.numClasses() || asked.type() != head.type()) {
            throw new ConfigException(
                    "task %s is a %s with %d outputs, and the checkpoint's head for it a %s with %d. Use the task definition that the checkpoint was trained with."
                            .formatted(
                                    head.task(),
                                    asked.type().configName(),
                                    asked.numClasses(),
                                    head.type().configName(),
                                    head.numClasses()));
        }
        return task;
    }
}
