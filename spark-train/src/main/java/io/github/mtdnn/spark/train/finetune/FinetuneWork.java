package io.github.mtdnn.spark.train.finetune;

import io.github.mtdnn.config.Settings.KernelSettings;
import io.github.mtdnn.config.Settings.OptimizerSettings;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Nd4jMemory;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.StepResult;
import io.github.mtdnn.schedule.BatchRef;
import io.github.mtdnn.schedule.RefinePlan;
import io.github.mtdnn.schedule.TaskMix;
import io.github.mtdnn.spark.train.container.GraphTrainer;
import io.github.mtdnn.spark.train.container.WorkerKernels;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.data.PreparedTask.HeldOutSplit;
import io.github.mtdnn.spark.train.data.SplitRows;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import io.github.mtdnn.spark.train.evaluate.Predictor;
import io.github.mtdnn.spark.train.evaluate.SplitPredictions;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import io.github.mtdnn.spark.train.store.ModelDirectory;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.table.StepReport;
import io.github.mtdnn.spark.train.vector.ChunkedVector;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fine-tunes one task from given parameters, all of it in one Spark task, and leaves the checkpoint
 * of its best epoch.
 *
 * @param network the encoder with the head of this task alone
 * @param parameters to begin with
 * @param shape of the plan, for one worker
 * @param batchTokens tokens per batch of inference
 * @param checkpoint directory that receives the best epoch's network
 */
record FinetuneWork(
        PreparedTask task,
        NetworkSpec network,
        Broadcast<ChunkedVector> parameters,
        RefinePlan.Shape shape,
        OptimizerSettings optimizer,
        KernelSettings kernels,
        long seed,
        int maxSeqLength,
        int batchTokens,
        String checkpoint,
        Broadcast<TokenizerFiles> tokenizer,
        Broadcast<SerializableConfiguration> hadoop)
        implements Serializable {

    /**
     * What fine-tuning gave.
     *
     * @param epochs predictions for the scored splits after each epoch
     * @param bestEpoch index of the epoch that was kept
     * @param stepsAfterEpoch steps made up to the end of each epoch
     */
    record Result(
            List<List<SplitPredictions>> epochs,
            int bestEpoch,
            List<Long> stepsAfterEpoch,
            List<StepReport> steps)
            implements Serializable {}

    Result run() {
        EnvironmentCheck.requireForTraining(kernels, MemoryNeed.NONE);
        SplitRows rows = task.train().get(0);
        RefinePlan plan =
                new RefinePlan(new int[] {rows.units()}, shape, TaskMix.proportional(), seed);
        Configuration configuration = hadoop.value().value();
        GraphTrainer.Extent extent =
                new GraphTrainer.Extent(
                        seed,
                        plan.totalSteps(),
                        shape.batchSize() * rows.rowsPerUnit(),
                        maxSeqLength);
        List<List<SplitPredictions>> epochs = new ArrayList<>();
        List<Long> stepsAfterEpoch = new ArrayList<>();
        List<StepReport> reports = new ArrayList<>();
        int bestEpoch = 0;
        double bestScore = Double.NEGATIVE_INFINITY;
        ChunkedVector best = parameters.value();
        try (GraphTrainer trainer =
                new GraphTrainer(network, optimizer, WorkerKernels.create(kernels), extent)) {
            best.copyTo(trainer.parameters());
            for (int round = 0; round < plan.rounds(); round++) {
                RefinePlan.Share share = plan.round(round).get(0);
                train(trainer, share, plan.epochOf(round), rows, configuration, reports);
                if (!plan.endsEpoch(round)) {
                    continue;
                }
                List<SplitPredictions> predictions = predict(trainer.parameters(), configuration);
                double score =
                        SplitScore.meanOfDev(
                                predictions.stream()
                                        .map(split -> SplitScore.of(split, 0, seed))
                                        .toList());
                if (!(score <= bestScore)) {
                    bestScore = score;
                    bestEpoch = epochs.size();
                    best =
                            ChunkedVector.copyOf(
                                    trainer.parameters(), parameters.value().chunkLength());
                }
                epochs.add(predictions);
                stepsAfterEpoch.add(plan.stepsAfter(round));
            }
            best.copyTo(trainer.parameters());
            write(trainer, configuration);
        }
        return new Result(epochs, bestEpoch, stepsAfterEpoch, reports);
    }

    private static void train(
            GraphTrainer trainer,
            RefinePlan.Share share,
            int epoch,
            SplitRows rows,
            Configuration configuration,
            List<StepReport> reports) {
        List<PackedBatch> pool = new ArrayList<>();
        long step = share.firstStep();
        for (List<BatchRef> refs : share.steps()) {
            if (TaskContext.get().isInterrupted()) {
                throw new TaskKilledException("another task's fine-tuning has failed");
            }
            long began = System.nanoTime();
            while (pool.size() < refs.size()) {
                pool.add(new PackedBatch());
            }
            List<PackedBatch> batches = pool.subList(0, refs.size());
            for (int i = 0; i < refs.size(); i++) {
                rows.fill(batches.get(i), 0, refs.get(i), configuration);
            }
            StepResult result = trainer.step(batches, step);
            reports.add(
                    new StepReport(
                            epoch,
                            step++,
                            0,
                            0,
                            result.loss(),
                            result.learningRate(),
                            result.gradNorm(),
                            result.examples(),
                            result.tokens(),
                            (System.nanoTime() - began) / 1e9));
        }
    }

    /**
     * Predictions with the parameters as they are now, by kernels of their own: a predictor takes
     * weights for constant, and its memory is not needed between epochs.
     */
    private List<SplitPredictions> predict(INDArray weights, Configuration configuration) {
        List<SplitPredictions> predictions = new ArrayList<>();
        try (Kernels own = WorkerKernels.create(kernels)) {
            Tensor flat = ((Nd4jMemory) own).wrap(weights);
            Predictor predictor = new Predictor(network, own, flat, configuration, batchTokens);
            for (HeldOutSplit split : task.scored()) {
                predictions.add(
                        new SplitPredictions(
                                task.task(),
                                split.rows().split(),
                                split.role(),
                                split.labelled(),
                                predictor.predict(0, split.rows(), 0, split.rows().groups())));
            }
        }
        return predictions;
    }

    private void write(GraphTrainer trainer, Configuration configuration) {
        RunDirectory directory = RunDirectory.at(checkpoint, configuration);
        directory.replaceDirectory(
                new Path(checkpoint),
                aside ->
                        new ModelDirectory(directory.files(), aside)
                                .write(network, tokenizer.value(), trainer.parameters()));
    }
}
