package io.github.mtdnn.config;

import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.task.Task;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

    public Settings {
        tasks = List.copyOf(tasks);
        spark = Collections.unmodifiableMap(new TreeMap<>(spark));
    }

    /** All settings as one JSON object, with {@code ***} in place of secrets: for the tables. */
    public String masked() {
        return SettingsTree.masked(this);
    }

    /**
     * Names what was configured, as far as it has an effect on results: equal for two runs that
     * differ only in where files lie, in Spark's settings and in how work is cut up.
     */
    public String configHash() {
        return SettingsTree.hash(this, Set.of());
    }

    /** As {@link #configHash}, of what the result of refinement depends on. */
    public String refineHash() {
        return SettingsTree.hash(this, Set.of("finetune", "evaluate"));
    }

    public record RunSettings(@NotEmpty String directory, @FolderName String id, long seed)
            implements Serializable {}

    public record DataSettings(
            @NotEmpty String raw,
            List<String> tasks,
            List<String> taskFiles,
            @Range(min = 8, max = 512) int maxSeqLength,
            PairOrder pairOrder,
            @Range(min = 1) int maxQuestionPieces,
            @Range(min = 0) int windowOverlap,
            @Range(min = 0, max = 1, minOpen = true, maxOpen = true) double maskedShare,
            @Range(min = 1) int maskedCopies,
            @Range(min = 1) int shardRows,
            @Range(min = 1) int maxTextLength,
            MissingSplits missingSplits,
            OnBadRow onBadRow,
            @Range(min = 0) double maxBadRows)
            implements Serializable {

        public DataSettings {
            tasks = List.copyOf(tasks);
            taskFiles = List.copyOf(taskFiles);
        }
    }

    public record EncoderSettings(
            EncoderPreset preset,
            String weights,
            String vocab,
            String merges,
            boolean cased,
            boolean prefixSpace,
            @Range(min = 0, max = 1, maxOpen = true) double hiddenDropoutProb,
            @Range(min = 0, max = 1, maxOpen = true) double attentionDropoutProb,
            @Range(min = 0, minOpen = true) double initializerRange)
            implements Serializable {}

    public record OptimizerSettings(
            OptimizerName name,
            @Range(min = 0, minOpen = true) double learningRate,
            @Range(min = 0, max = 1, maxOpen = true) double beta1,
            @Range(min = 0, max = 1, maxOpen = true) double beta2,
            @Range(min = 0, minOpen = true) double epsilon,
            @Range(min = 0) double weightDecay,
            @Range(min = 0) double maxGradNorm,
            ScheduleName schedule,
            @Range(min = 0, max = 1) double warmup,
            AbsentHeads absentHeads,
            IdleWords idleWords)
            implements Serializable {

        /** The same optimiser with another greatest learning rate. */
        public OptimizerSettings withLearningRate(double rate) {
            return new OptimizerSettings(
                    name,
                    rate,
                    beta1,
                    beta2,
                    epsilon,
                    weightDecay,
                    maxGradNorm,
                    schedule,
                    warmup,
                    absentHeads,
                    idleWords);
        }
    }

    public record RefineSettings(
            @Range(min = 1) int epochs,
            @Range(min = 0) int maxSteps,
            @Range(min = 1) int batchSize,
            @Range(min = 1) int accumulation,
            @Range(min = 1) int workers,
            @Range(min = 1) int stepsPerRound,
            AveragingSettings averaging,
            @Range(min = 1) int checkpointRounds,
            boolean evaluate,
            boolean resume)
            implements Serializable {}

    public record AveragingSettings(
            AveragingStrategy strategy,
            @Range(min = 0, minOpen = true) double outerLearningRate,
            @Range(min = 0, max = 1, maxOpen = true) double outerMomentum,
            WireFormat wireFormat,
            @Range(min = 1024) int chunkBytes)
            implements Serializable {}

    public record FinetuneSettings(
            String from,
            @Range(min = 1) int epochs,
            @Range(min = 0) int maxSteps,
            @Range(min = 1) int batchSize,
            @Range(min = 1) int accumulation,
            @Range(min = 0) double learningRate,
            @Range(min = 1) int parallelTasks)
            implements Serializable {}

    public record EvaluateSettings(
            String from, @Range(min = 1) int batchTokens, @Range(min = 0) int bootstrapResamples)
            implements Serializable {}

    public record KernelSettings(
            KernelChoice implementation, Precision precision, @Range(min = 0) int threads)
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

    /** What to do with a row of raw data that is not as its task needs it. */
    public enum OnBadRow {
        FAIL,
        QUARANTINE
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

    /** When word embeddings are updated that a step has no gradient of. */
    public enum IdleWords {
        DEFERRED,
        DENSE
    }

    /** How the workers' results become one. */
    public enum AveragingStrategy {
        MEAN,
        DILOCO
    }

    /** The numbers in which a worker gives back what it has learnt. */
    public enum WireFormat {
        FLOAT32,
        BF16
    }

    /** Which implementation of the arithmetic. */
    public enum KernelChoice {
        AUTO,
        CPU,
        ND4J
    }
}
