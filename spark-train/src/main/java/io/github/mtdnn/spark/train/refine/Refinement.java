package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.AveragingStrategy;
import io.github.mtdnn.config.Settings.RefineSettings;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.schedule.BatchRef;
import io.github.mtdnn.schedule.RefinePlan;
import io.github.mtdnn.schedule.TaskMix;
import io.github.mtdnn.spark.failure.TaskFailures;
import io.github.mtdnn.spark.train.InitialNetwork;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.container.GraphTrainer;
import io.github.mtdnn.spark.train.container.NetworkGraph;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.data.SplitRows;
import io.github.mtdnn.spark.train.evaluate.Evaluator;
import io.github.mtdnn.spark.train.evaluate.SplitPredictions;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import io.github.mtdnn.spark.train.store.ModelDirectory;
import io.github.mtdnn.spark.train.table.PredictionTable;
import io.github.mtdnn.spark.train.table.ScoreTables;
import io.github.mtdnn.spark.train.table.StepTable;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import io.github.mtdnn.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;

/**
 * Refines one shared encoder on several tasks by rounds of parameter averaging: the workers train
 * side by side for some steps, their results are averaged, and all go on from the mean.
 */
public final class Refinement {
    public static final String STAGE = "refine";

    private final TrainingRun run;
    private final RefineSettings settings;
    private final List<PreparedTask> tasks;
    private final RefinePlan plan;
    private final Evaluator evaluator;
    private final RefineCheckpoint checkpoints;
    private final StepTable stepTable;
    private final IntPredicate goesOn;

    public Refinement(TrainingRun run) {
        this(run, round -> true);
    }

    /**
     * @param goesOn asked before each round; where it says no the run stops as if it were cut off
     */
    Refinement(TrainingRun run, IntPredicate goesOn) {
        this.run = run;
        this.goesOn = goesOn;
        settings = run.settings().refine();
        tasks = run.trainable();
        plan =
                new RefinePlan(
                        trainingRows().stream().mapToInt(SplitRows::units).toArray(),
                        new RefinePlan.Shape(
                                settings.batchSize(),
                                settings.accumulation(),
                                settings.workers(),
                                settings.stepsPerRound(),
                                settings.epochs(),
                                settings.maxSteps()),
                        TaskMix.proportional(),
                        run.info().seed());
        evaluator = Evaluator.of(run);
        checkpoints = new RefineCheckpoint(run.directory(), run.tokenizer());
        stepTable = new StepTable(run.tables(), STAGE, taskNames());
    }

    /**
     * What a refinement came to.
     *
     * @param scores of the checkpoint that was kept
     * @param steps of each worker
     */
    public record Outcome(List<SplitScore> scores, long steps) {}

    /** Runs all rounds that are left, and leaves the best checkpoint in the run directory. */
    public Outcome run() {
        JavaSparkContext spark = run.spark();
        ComputationGraph graph = initialGraph();
        NetworkSpec network = NetworkGraph.spec(graph);
        RunContext context = context(network);
        GlobalState state = new GlobalState(context, graph);
        double bestScore = resume(network, state);

        Broadcast<RunContext> broadcast = spark.broadcast(context);
        SparkComputationGraph sparkGraph =
                new SparkComputationGraph(spark, graph, new RoundMaster(broadcast, state));
        ShardBatchLoader loader = new ShardBatchLoader(trainingRows(), run.hadoop());
        RoundProgress progress = new RoundProgress(run.progress(), plan.rounds(), state.round());
        try {
            while (state.round() < plan.rounds() && goesOn.test(state.round())) {
                int round = state.round();
                long began = System.nanoTime();
                sparkGraph.fitPaths(paths(spark, round), loader);
                double seconds = (System.nanoTime() - began) / 1e9;
                progress.round(round, plan.epochOf(round), state.reports(), seconds);
                state.reports().forEach(report -> stepTable.add(report.steps()));

                if (plan.endsEpoch(round)) {
                    bestScore = keepBest(network, state, round, bestScore);
                }
                if (plan.endsEpoch(round) || (round + 1) % settings.checkpointRounds() == 0) {
                    checkpoint(network, state, bestScore);
                }
                forgetWorkerStates(round);
            }
            WorkerSessions.releaseAll(spark);
            return state.round() < plan.rounds()
                    ? new Outcome(List.of(), plan.stepsAfter(state.round() - 1))
                    : new Outcome(scoreBest(network, graph), plan.totalSteps());
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        } finally {
            broadcast.destroy();
            NetworkGraph.free(graph);
        }
    }

    /** Keeps the parameters after an epoch where they are the best yet; gives the best score. */
    private double keepBest(NetworkSpec network, GlobalState state, int round, double bestScore) {
        if (!settings.evaluate()) {
            writeBest(network, state.graph());
            return bestScore;
        }
        int epoch = plan.epochOf(round) + 1;
        List<SplitScore> scores = evaluator.score(predict(network, state.graph()));
        new ScoreTables(run, STAGE)
                .write("epoch-" + epoch, scores, epoch, plan.stepsAfter(round), "");
        scores.forEach(score -> run.progress().line("refine  epoch %d  %s", epoch, score));
        double score = SplitScore.meanOfDev(scores);
        if (score <= bestScore) { // not where the score is NaN: the last epoch is kept then
            return bestScore;
        }
        writeBest(network, state.graph());
        return score;
    }

    /** Scores and predictions of the checkpoint that was kept. */
    private List<SplitScore> scoreBest(NetworkSpec network, ComputationGraph graph) {
        new ModelDirectory(run.directory().files(), run.directory().best())
                .readAllWeights(network, graph.params());
        List<SplitPredictions> predictions = predict(network, graph);
        List<SplitScore> scores = evaluator.score(predictions);
        new ScoreTables(run, STAGE)
                .write("best", scores, 0, plan.totalSteps(), run.directory().best().toString());
        new PredictionTable(run.tables(), STAGE).write(predictions);
        return scores;
    }

    private List<SplitPredictions> predict(NetworkSpec network, ComputationGraph graph) {
        int chunkLength = settings.averaging().chunkBytes() / Float.BYTES;
        return evaluator.predictScored(
                network, ChunkedVector.copyOf(graph.params(), chunkLength), tasks);
    }

    private List<SplitRows> trainingRows() {
        return tasks.stream().map(task -> task.train().get(0)).toList();
    }

    private List<String> taskNames() {
        return tasks.stream().map(PreparedTask::task).map(Task::name).toList();
    }

    private ComputationGraph initialGraph() {
        return InitialNetwork.create(
                run.settings().encoder(),
                run.settings().encoder().weights(),
                tasks.stream().map(PreparedTask::task).toList(),
                run.vocabularySize(),
                run.info().seed(),
                run.hadoop().value().value());
    }

    private RunContext context(NetworkSpec network) {
        Settings all = run.settings();
        return new RunContext(
                network,
                all.optimizer(),
                settings.averaging(),
                all.kernels(),
                run.directory().root().toString(),
                UUID.randomUUID().toString(),
                new GraphTrainer.Extent(
                        run.info().seed(),
                        plan.totalSteps(),
                        settings.batchSize() * PreparedTask.rowsPerUnit(tasks),
                        all.data().maxSeqLength()),
                run.hadoop().value());
    }

    /** The best score so far; below all others at the beginning. */
    private double resume(NetworkSpec network, GlobalState state) {
        Optional<RefineCheckpoint.Position> position =
                settings.resume()
                        ? checkpoints.resume(network, state, configHash(), run.info().dataHash())
                        : Optional.empty();
        if (position.isEmpty()) {
            run.directory().delete(run.directory().resolve("refine"));
            return Double.NEGATIVE_INFINITY;
        }
        run.progress()
                .line(
                        "refine  resumed after round %d of %d",
                        position.get().nextRound(), plan.rounds());
        return position.get().bestScore();
    }

    /** The paths of a round: partition w holds the steps of worker w. */
    private JavaRDD<String> paths(JavaSparkContext spark, int round) {
        List<List<String>> byWorker = new ArrayList<>();
        for (RefinePlan.Share share : plan.round(round)) {
            List<String> paths = new ArrayList<>();
            long step = share.firstStep();
            for (List<BatchRef> batches : share.steps()) {
                paths.add(new StepPath(step++, batches).toString());
            }
            byWorker.add(paths);
        }
        return spark.parallelize(byWorker, byWorker.size()).flatMap(List::iterator);
    }

    private void writeBest(NetworkSpec network, ComputationGraph graph) {
        run.directory()
                .replaceDirectory(
                        run.directory().best(),
                        aside ->
                                new ModelDirectory(run.directory().files(), aside)
                                        .write(network, run.tokenizer(), graph.params()));
    }

    private void checkpoint(NetworkSpec network, GlobalState state, double bestScore) {
        // Steps first: resuming from this checkpoint does not make them again.
        stepTable.flush("rounds-to-%06d".formatted(state.round()));
        checkpoints.write(
                network,
                state,
                new RefineCheckpoint.Position(
                        state.round(),
                        state.stepCounts(),
                        configHash(),
                        run.info().dataHash(),
                        bestScore));
    }

    /** Deletes the workers' states that neither the next round nor a checkpoint begins with. */
    private void forgetWorkerStates(int round) {
        if (settings.averaging().strategy() == AveragingStrategy.DILOCO) {
            List<Integer> needed = new ArrayList<>(List.of(round));
            checkpoints.rounds().forEach(nextRound -> needed.add(nextRound - 1));
            new WorkerState(run.directory()).keepOnly(needed);
        }
    }

    private String configHash() {
        return run.settings().refineHash();
    }
}
