package io.github.mtdnn.spark.train.data;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.spark.prep.DefinitionHash;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextShape;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A task with those of its splits that have been prepared.
 *
 * @param train training rows; empty where the task has none, so that it is left out of training
 * @param heldOut splits to predict: dev splits, then test splits
 */
public record PreparedTask(Task task, List<SplitRows> train, List<HeldOutSplit> heldOut)
        implements Serializable {

    public PreparedTask {
        train = new ArrayList<>(train);
        heldOut = new ArrayList<>(heldOut);
    }

    /**
     * Rows that a unit of a training plan stands for, in the task where these are most; a mean
     * where groups differ.
     */
    public static int rowsPerUnit(List<PreparedTask> tasks) {
        return tasks.stream()
                .flatMap(task -> task.train().stream())
                .mapToInt(SplitRows::rowsPerUnit)
                .max()
                .orElse(1);
    }

    private static final int HASH_DIGITS = 16;

    /**
     * A split that is not trained on.
     *
     * @param role dev splits choose checkpoints, test splits do not
     * @param labelled whether predictions for it can be scored
     */
    public record HeldOutSplit(SplitRole role, SplitRows rows, boolean labelled)
            implements Serializable {}

    /**
     * Looks the splits of the configured tasks up in the store.
     *
     * @throws DataFormatException if there is none, or one was prepared with other settings
     */
    public static List<PreparedTask> findAll(
            Settings settings, ShardStore store, Configuration hadoop) {
        List<PreparedTask> prepared = new ArrayList<>();
        for (Task task : settings.tasks()) {
            List<SplitRows> train = new ArrayList<>();
            List<HeldOutSplit> heldOut = new ArrayList<>();
            for (SplitSource source : task.sources()) {
                String split = source.split().name();
                Optional<SplitRows> rows =
                        store.findManifest(hadoop, task.name(), split)
                                .map(manifest -> requireCurrent(manifest, task, source, settings))
                                .map(
                                        manifest ->
                                                new SplitRows(
                                                        store.directory(task.name(), split)
                                                                .toString(),
                                                        manifest,
                                                        task.type()));
                if (rows.isPresent() && source.split().role() == SplitRole.TRAIN) {
                    train.add(rows.get());
                } else if (rows.isPresent()) {
                    heldOut.add(
                            new HeldOutSplit(
                                    source.split().role(),
                                    rows.get(),
                                    source.isLabelled(task.shape())));
                }
            }
            if (train.size() > 1) {
                throw new DataFormatException(
                        "task %s has %d training splits; one is allowed. Join their raw files, or make tasks of them."
                                .formatted(task.name(), train.size()));
            }
            prepared.add(new PreparedTask(task, train, heldOut));
        }
        requireAny(prepared, settings);
        return prepared;
    }

    /** Labels and lengths of shards are those of the definition that they were encoded by. */
    private static Manifest requireCurrent(
            Manifest manifest, Task task, SplitSource source, Settings settings) {
        if (!manifest.definitionHash().equals(DefinitionHash.of(task, source, settings))) {
            throw new DataFormatException(
                    "split %s of task %s in run.directory = %s was prepared with another definition of the task, or other settings of data, than those given now. Run prepare again, or restore what was changed."
                            .formatted(manifest.split(), task.name(), settings.run().directory()));
        }
        return manifest;
    }

    private static void requireAny(List<PreparedTask> prepared, Settings settings) {
        if (prepared.stream().allMatch(task -> task.train.isEmpty() && task.heldOut.isEmpty())) {
            throw new DataFormatException(
                    "run.directory = %s has no prepared split of the tasks %s for this vocabulary. Run prepare first, with the same run.directory and encoder.vocab."
                            .formatted(settings.run().directory(), names(prepared)));
        }
    }

    private static List<String> names(List<PreparedTask> tasks) {
        return tasks.stream().map(task -> task.task().name()).toList();
    }

    /** A task known by its head alone, with no split to train on or to predict. */
    public static PreparedTask withoutData(HeadSpec head) {
        Task task =
                new Task(
                        head.task(),
                        head.type(),
                        TextShape.SINGLE,
                        List.of(),
                        head.numClasses(),
                        List.of(),
                        head.dropoutProb(),
                        List.of());
        return new PreparedTask(task, List.of(), List.of());
    }

    /**
     * Names the examples in use: equal for equal ones. It is made from what they come from, since
     * Parquet's bytes differ where the same rows are written again.
     */
    public static String dataHash(List<PreparedTask> tasks) {
        StringBuilder origins = new StringBuilder();
        for (PreparedTask task : tasks) {
            Stream.concat(task.train().stream(), task.scored().stream().map(HeldOutSplit::rows))
                    .forEach(rows -> origins.append(origin(rows.manifest())));
        }
        return Sha256.of(origins.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, HASH_DIGITS);
    }

    private static String origin(Manifest manifest) {
        return String.join(
                "\n",
                manifest.task(),
                manifest.split(),
                manifest.rawHash(),
                manifest.vocabularyHash(),
                manifest.definitionHash(),
                "");
    }

    /** The tasks that can be trained. */
    public static List<PreparedTask> trainable(List<PreparedTask> tasks) {
        List<PreparedTask> trainable =
                tasks.stream().filter(task -> !task.train().isEmpty()).toList();
        if (trainable.isEmpty()) {
            throw new DataFormatException(
                    "none of the tasks %s has a prepared training split. Run prepare first, with the same run.directory and encoder.vocab."
                            .formatted(names(tasks)));
        }
        return trainable;
    }

    /** The held-out splits whose predictions can be scored. */
    public List<HeldOutSplit> scored() {
        return heldOut.stream().filter(HeldOutSplit::labelled).toList();
    }

    /** Splits of one role among the scored ones. */
    public List<SplitRows> scored(SplitRole role) {
        return scored().stream()
                .filter(split -> split.role() == role)
                .map(HeldOutSplit::rows)
                .toList();
    }
}
