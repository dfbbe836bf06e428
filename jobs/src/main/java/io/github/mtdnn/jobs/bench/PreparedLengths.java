package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.data.SplitRows;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Prints the lengths of prepared examples, in the form that {@link Lengths} has them in. */
public final class PreparedLengths {
    private final Configuration hadoop;
    private final Progress progress;

    /**
     * @param hadoop how to reach the run directory
     */
    public PreparedLengths(Configuration hadoop, Progress progress) {
        this.hadoop = hadoop;
        this.progress = progress;
    }

    /** Prints those of each task: of its training split, or else of the first one there is. */
    public void print(Settings settings) {
        ShardStore store =
                ShardStore.of(
                        settings.run().directory(),
                        TokenizerReader.read(hadoop, settings.encoder()).sha256());
        for (PreparedTask task : PreparedTask.findAll(settings, store, hadoop)) {
            Stream.concat(
                            task.train().stream(),
                            task.heldOut().stream().map(PreparedTask.HeldOutSplit::rows))
                    .findFirst()
                    .ifPresent(this::print);
        }
    }

    private void print(SplitRows split) {
        int[] lengths = lengths(split);
        progress.line(
                "%s, %s: %,d examples of %.1f tokens on average; quantiles at 1 %%, 3 %%, …, 99 %%:",
                split.task(),
                split.split(),
                lengths.length,
                Arrays.stream(lengths).average().orElse(0));
        progress.line(
                "    %s",
                Arrays.stream(Lengths.quantiles(lengths))
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", ")));
    }

    private int[] lengths(SplitRows split) {
        return IntStream.range(0, split.rows())
                .map(row -> split.example(row, hadoop).inputIds().length)
                .toArray();
    }
}
