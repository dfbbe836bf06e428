package io.github.mtdnn.spark.train.data;

import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.model.HeadSpec;
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
 * @param scored splits whose predictions can be scored: labelled dev splits, then labelled test
 *     splits
 */
public record PreparedTask(Task task, List<SplitRows> train, List<ScoredSplit> scored)
        implements Serializable {

    public PreparedTask {
        train = new ArrayList<>(train);
        scored = new ArrayList<>(scored);
    }

    private static final int HASH_DIGITS = 16;

    /**
     * A split with labels.
     *
     * @param role dev splits choose checkpoints, test splits do not
     */
    public record ScoredSplit(SplitRole role, SplitRows rows) implements Serializable {}

    /** Looks the tasks' splits up in the store. */
    public static List<PreparedTask> findAll(
            List<Task> tasks, ShardStore store, Configuration hadoop) {
        List<PreparedTask> prepared = new ArrayList<>();
        for (Task task : tasks) {
            List<SplitRows> train = new ArrayList<>();
            List<ScoredSplit> scored = new ArrayList<>();
            for (SplitSource source : task.sources()) {
                String split = source.split().name();
                Optional<SplitRows> rows =
                        store.findManifest(hadoop, task.name(), split)
                                .map(
                                        manifest ->
                                                new SplitRows(
                                                        store.directory(task.name(), split)
                                                                .toString(),
                                                        manifest));
                if (rows.isPresent() && source.split().role() == SplitRole.TRAIN) {
                    train.add(rows.get());
                } else if (rows.isPresent() && source.isLabelled()) {
                    scored.add(new ScoredSplit(source.split().role(), rows.get()));
                }
            }
            if (train.size() > 1) {
                throw new DataFormatException(
                        "task %s has %d training splits; one is allowed. Join their raw files, or make tasks of them."
                                .formatted(task.name(), train.size()));
            }
            prepared.add(new PreparedTask(task, train, scored));
        }
        return prepared;
    }

    /** A task known by its head alone, with no split to train on or to be scored on. */
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

    /** Names the shards in use: equal for equal contents. */
    public static String dataHash(List<PreparedTask> tasks) {
        StringBuilder contents = new StringBuilder();
        for (PreparedTask task : tasks) {
            Stream.concat(task.train().stream(), task.scored().stream().map(ScoredSplit::rows))
                    .flatMap(rows -> rows.manifest().shards().stream())
                    .forEach(shard -> contents.append(shard.sha256()).append('\n'));
        }
        return Sha256.of(contents.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, HASH_DIGITS);
    }

    /** The tasks that can be trained. */
    public static List<PreparedTask> trainable(List<PreparedTask> tasks) {
        List<PreparedTask> trainable =
                tasks.stream().filter(task -> !task.train().isEmpty()).toList();
        if (trainable.isEmpty()) {
            throw new DataFormatException(
                    "none of the tasks %s has a prepared training split. Run prepare first, with the same run.directory and encoder.vocab."
                            .formatted(tasks.stream().map(task -> task.task().name()).toList()));
        }
        return trainable;
    }

    /** Splits of one role among the scored ones. */
    public List<SplitRows> scored(SplitRole role) {
        return scored.stream()
                .filter(split -> split.role() == role)
                .map(ScoredSplit::rows)
                .toList();
    }
}
