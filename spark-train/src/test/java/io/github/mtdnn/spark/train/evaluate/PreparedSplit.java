package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.data.SplitRows;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A split taken from its raw files into shards, and what a made-up network predicts for it. */
record PreparedSplit(Task task, SplitRole role, SplitRows rows) {
    /** What lies beside the repository on a developer's machine; a test skips where it does not. */
    static final Path DATA = root().resolve("../shared/data").normalize();

    /** Settings of the tasks whose files lie there. */
    static final Path DATA_CONF = root().resolve("spark-prep/src/test/resources/shared-data.conf");

    private static Path root() {
        return Path.of(System.getProperty("mtdnn.root"));
    }

    /**
     * The only split of its role of the only task in {@code data.tasks}.
     *
     * @param directory of the run
     * @param arguments settings
     */
    static PreparedSplit of(
            Path directory, List<Path> files, SplitRole role, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("run.directory=" + directory.resolve("out"));
        Settings settings = SettingsLoader.load(files, all);
        Preparation.run(TinyRun.session(), settings);
        ShardStore store =
                ShardStore.of(
                        settings.run().directory(),
                        TokenizerReader.read(hadoop(), settings.encoder()).sha256());
        PreparedTask prepared = PreparedTask.findAll(settings, store, hadoop()).get(0);
        SplitRows rows =
                role == SplitRole.TRAIN ? prepared.train().get(0) : prepared.scored(role).get(0);
        return new PreparedSplit(prepared.task(), role, rows);
    }

    /** The rows as they stand in the shards. */
    Stream<EncodedExample> examples() {
        return IntStream.range(0, rows.rows()).mapToObj(row -> rows.example(row, hadoop()));
    }

    /**
     * Decodes.
     *
     * @param network gives the logits of a row
     */
    SplitPredictions predictions(Function<EncodedExample, float[]> network) {
        GroupedOutputs outputs = new GroupedOutputs(Decoder.of(HeadSpec.of(task, 0)));
        examples().forEach(row -> outputs.add(new Decoder.Output(row, network.apply(row))));
        return new SplitPredictions(task, rows.split(), role, true, outputs.finish());
    }

    private static Configuration hadoop() {
        return TinyRun.session().sparkContext().hadoopConfiguration();
    }
}
