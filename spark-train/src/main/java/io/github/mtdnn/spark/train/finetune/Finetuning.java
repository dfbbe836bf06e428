package io.github.mtdnn.spark.train.finetune;

import io.github.mtdnn.config.Settings.FinetuneSettings;
import io.github.mtdnn.config.Settings.OptimizerSettings;
import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.schedule.RefinePlan;
import io.github.mtdnn.spark.train.InitialNetwork;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.container.NetworkGraph;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.evaluate.Evaluator;
import io.github.mtdnn.spark.train.evaluate.SplitPredictions;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import io.github.mtdnn.spark.train.store.ModelDirectory;
import io.github.mtdnn.spark.train.table.PredictionTable;
import io.github.mtdnn.spark.train.table.ScoreTables;
import io.github.mtdnn.spark.train.table.StepTable;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Fine-tunes the tasks one by one from a common checkpoint, several side by side over the
 * executors, and writes their metrics, predictions and checkpoints.
 */
public final class Finetuning {
    public static final String STAGE = "finetune";

    /** In {@code finetune.from}: begin with random weights instead of a checkpoint. */
    public static final String RANDOM = "random";

    /** File beside a checkpoint that names what it was made from. */
    private static final String INPUTS = "inputs.txt";

    /** An epoch is one round of the plan, whatever its length. */
    private static final int WHOLE_EPOCH = 1 << 30;

    private final TrainingRun run;
    private final String stage;
    private final FinetuneSettings settings;
    private final Evaluator evaluator;

    /**
     * @param stage name of the stage in the tables, and of the directory of the checkpoints
     */
    public Finetuning(TrainingRun run, String stage, FinetuneSettings settings) {
        this.run = run;
        this.stage = stage;
        this.settings = settings;
        evaluator = Evaluator.of(run);
    }

    /** Fine-tunes each trainable task; gives the scores of the best epochs. */
    public List<SplitScore> run() {
        List<PreparedTask> tasks = run.trainable();
        int threads = Math.min(tasks.size(), settings.parallelTasks());
        try (Shared shared = new Shared(run.spark(), run.tokenizer())) {
            List<Callable<List<SplitScore>>> pieces = new ArrayList<>();
            for (PreparedTask task : tasks) {
                pieces.add(() -> finetune(task, shared));
            }
            return new SideBySide(run.spark(), threads)
                    .run(pieces).stream().flatMap(List::stream).toList();
        }
    }

    /** What all tasks' work has in common on the executors. */
    private record Shared(Broadcast<TokenizerFiles> tokenizer) implements AutoCloseable {
        Shared(JavaSparkContext spark, TokenizerFiles tokenizer) {
            this(spark.broadcast(tokenizer));
        }

        @Override
        public void close() {
            tokenizer.destroy();
        }
    }

    private List<SplitScore> finetune(PreparedTask task, Shared shared) {
        String name = task.task().name();
        Path checkpoint = run.directory().resolve(stage + "/" + name);
        ComputationGraph graph = initialGraph(task);
        try {
            String inputs = inputs(task, graph);
            Path marker = new Path(checkpoint, INPUTS);
            if (run.directory().exists(marker)
                    && inputs.equals(
                            new String(run.directory().read(marker), StandardCharsets.UTF_8))) {
                return scoreAgain(task, graph, checkpoint);
            }
            List<SplitScore> scores = train(task, graph, checkpoint, shared);
            // Last, so that what is found unchanged has its rows in the tables too.
            run.directory()
                    .replaceFile(marker, out -> out.write(inputs.getBytes(StandardCharsets.UTF_8)));
            return scores;
        } finally {
            NetworkGraph.free(graph);
        }
    }

    private List<SplitScore> train(
            PreparedTask task, ComputationGraph graph, Path checkpoint, Shared shared) {
        JavaSparkContext spark = run.spark();
        Broadcast<ChunkedVector> parameters = spark.broadcast(parameters(graph));
        try {
            FinetuneWork work =
                    new FinetuneWork(
                            task,
                            NetworkGraph.spec(graph),
                            parameters,
                            new RefinePlan.Shape(
                                    settings.batchSize(),
                                    settings.accumulation(),
                                    1,
                                    WHOLE_EPOCH,
                                    settings.epochs(),
                                    settings.maxSteps()),
                            optimizer(),
                            run.settings().kernels(),
                            run.info().seed(),
                            run.settings().data().maxSeqLength(),
                            run.settings().evaluate().batchTokens(),
                            checkpoint.toString(),
                            shared.tokenizer(),
                            run.hadoop());
            FinetuneWork.Result result =
                    spark.parallelize(List.of(work), 1).map(FinetuneWork::run).first();
            return write(task.task().name(), result, checkpoint);
        } finally {
            parameters.destroy();
        }
    }

    /** Everything that the result depends on: first parameters, data, settings. */
    private String inputs(PreparedTask task, ComputationGraph graph) {
        MessageDigest digest = Sha256.newDigest();
        for (float[] chunk : parameters(graph).chunks()) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * chunk.length);
            bytes.asFloatBuffer().put(chunk);
            digest.update(bytes);
        }
        return "%s %s %s %s"
                .formatted(
                        Sha256.hex(digest.digest()),
                        PreparedTask.dataHash(List.of(task)),
                        run.info().configHash(),
                        settings);
    }

    /** The checkpoint of an earlier run from the same inputs is what would come out again. */
    private List<SplitScore> scoreAgain(
            PreparedTask task, ComputationGraph graph, Path checkpoint) {
        String name = task.task().name();
        run.progress().line("%s  %s is unchanged: %s", stage, name, checkpoint);
        NetworkSpec network = NetworkGraph.spec(graph);
        new ModelDirectory(run.directory().files(), checkpoint)
                .readAllWeights(network, graph.params());
        List<SplitScore> scores =
                evaluator.score(evaluator.predictScored(network, parameters(graph), List.of(task)));
        scores.forEach(score -> run.progress().line("%s  %s", stage, score));
        return scores;
    }

    private ComputationGraph initialGraph(PreparedTask task) {
        String from =
                settings.from().isEmpty() ? run.directory().best().toString() : settings.from();
        return InitialNetwork.create(
                run.settings().encoder(),
                from.equals(RANDOM) ? "" : from,
                List.of(task.task()),
                run.vocabularySize(),
                run.info().seed(),
                run.hadoop().value().value());
    }

    private ChunkedVector parameters(ComputationGraph graph) {
        int chunkBytes = run.settings().refine().averaging().chunkBytes();
        return ChunkedVector.copyOf(graph.params(), chunkBytes / Float.BYTES);
    }

    private OptimizerSettings optimizer() {
        OptimizerSettings common = run.settings().optimizer();
        return settings.learningRate() == 0
                ? common
                : common.withLearningRate(settings.learningRate());
    }

    private List<SplitScore> write(String name, FinetuneWork.Result result, Path checkpoint) {
        ScoreTables metrics = new ScoreTables(run, stage);
        List<SplitScore> best = List.of();
        for (int epoch = 0; epoch < result.epochs().size(); epoch++) {
            List<SplitScore> scores = evaluator.score(result.epochs().get(epoch));
            long steps = result.stepsAfterEpoch().get(epoch);
            metrics.write(name + "-epoch-" + (epoch + 1), scores, epoch + 1, steps, "");
            if (epoch == result.bestEpoch()) {
                metrics.write(name + "-best", scores, 0, steps, checkpoint.toString());
                best = scores;
            }
        }
        List<SplitPredictions> kept = result.epochs().get(result.bestEpoch());
        new PredictionTable(run.tables(), stage).write(kept);
        StepTable steps = new StepTable(run.tables(), stage, List.of(name));
        steps.add(result.steps());
        steps.flush(name);
        best.forEach(score -> run.progress().line("%s  %s", stage, score));
        return best;
    }
}
