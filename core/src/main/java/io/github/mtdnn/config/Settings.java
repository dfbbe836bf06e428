package io.github.mtdnn.config;

import io.github.mtdnn.task.Task;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration of a job, checked. Component names in kebab-case are the keys of {@code
 * reference.conf}, where each is described.
 *
 * @param tasks the tasks named by {@code data.tasks}, in that order
 * @param spark settings passed on to Spark, keys with their leading {@code spark.}
 */
public record Settings(
        RunSettings run,
        DataSettings data,
        List<Task> tasks,
        EncoderSettings encoder,
        OptimizerSettings optimizer,
        RefineSettings refine,
        FinetuneSettings finetune,
        EvaluateSettings evaluate,
        KernelSettings kernels,
        Map<String, String> spark)
        implements Serializable {

    public record RunSettings(String directory, String id, long seed) implements Serializable {}

    public record DataSettings(
            String raw,
            List<String> tasks,
            List<String> taskFiles,
            int maxSeqLength,
            PairOrder pairOrder,
            int shardRows,
            int maxTextLength,
            MissingSplits missingSplits)
            implements Serializable {}

    public record EncoderSettings(
            EncoderPreset preset,
            String weights,
            String vocab,
            boolean cased,
            double hiddenDropoutProb,
            double attentionDropoutProb,
            double initializerRange)
            implements Serializable {}

    public record OptimizerSettings(
            OptimizerName name,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            double maxGradNorm,
            ScheduleName schedule,
            double warmup,
            AbsentHeads absentHeads)
            implements Serializable {}

    public record RefineSettings(
            int epochs,
            int maxSteps,
            int batchSize,
            int accumulation,
            int workers,
            int stepsPerRound,
            AveragingSettings averaging,
            int checkpointRounds,
            boolean evaluate,
            boolean resume)
            implements Serializable {}

    public record AveragingSettings(
            AveragingStrategy strategy,
            double outerLearningRate,
            double outerMomentum,
            int chunkBytes)
            implements Serializable {}

    public record FinetuneSettings(
            String from,
            int epochs,
            int maxSteps,
            int batchSize,
            int accumulation,
            double learningRate,
            int parallelTasks)
            implements Serializable {}

    public record EvaluateSettings(String from, int batchTokens, int bootstrapResamples)
            implements Serializable {}

    public record KernelSettings(KernelChoice implementation, int threads)
            implements Serializable {}

    /** Which text of a pair comes first. */
    public enum PairOrder {
        PREMISE_FIRST,
        HYPOTHESIS_FIRST
    }

    /** What to do where raw files of a split are missing. */
    public enum MissingSplits {
        FAIL,
        SKIP
    }

    /** Sizes of encoders: layers L and hidden size H; attention heads have width 64. */
    public enum EncoderPreset {
        TINY,
        MINI,
        SMALL,
        MEDIUM,
        BASE,
        LARGE
    }

    /** The optimisers. */
    public enum OptimizerName {
        ADAMW,
        ADAMAX,
        ADAMAX_CLASSIC
    }

    /** Course of the learning rate after warm-up. */
    public enum ScheduleName {
        LINEAR,
        COSINE,
        CONSTANT
    }

    /** What a step does to the heads of tasks that are not in its batch. */
    public enum AbsentHeads {
        LAZY,
        DENSE
    }

    /** How the workers' results become one. */
    public enum AveragingStrategy {
        MEAN,
        DILOCO
    }

    /** Which implementation of the arithmetic. */
    public enum KernelChoice {
        AUTO,
        CPU,
        ND4J
    }
}
