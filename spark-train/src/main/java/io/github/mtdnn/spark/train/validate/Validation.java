package io.github.mtdnn.spark.train.validate;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.AveragingStrategy;
import io.github.mtdnn.config.Settings.RunSettings;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.spark.prep.Preparation;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.prep.profile.DataProfile;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.train.InitialNetwork;
import io.github.mtdnn.spark.train.container.NetworkGraph;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import io.github.mtdnn.spark.train.environment.MemoryNeed;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * All checks that need no training. The raw data is read and encoded as {@code prepare} would, into
 * a directory that is deleted again; the network is built, and the weights it starts from are read.
 */
public final class Validation {
    private static final String SCRATCH = ".validate";

    private final SparkSession spark;
    private final Settings settings;
    private final Configuration hadoop;
    private final List<String> findings = new ArrayList<>();

    private Validation(SparkSession spark, Settings settings) {
        this.spark = spark;
        this.settings = settings;
        this.hadoop = spark.sparkContext().hadoopConfiguration();
    }

    /**
     * What was found, a line each.
     *
     * @throws io.github.mtdnn.failure.UserFailure where something stands in the way of training
     */
    public static List<String> run(SparkSession spark, Settings settings) {
        return new Validation(spark, settings).run();
    }

    private List<String> run() {
        TokenizerFiles tokenizer = TokenizerReader.read(hadoop, settings.encoder());
        findings.add("vocabulary: %,d pieces".formatted(tokenizer.open().size()));
        NetworkSpec network = validateNetwork(tokenizer);
        estimate(network, PreparedTask.rowsPerUnit(validateData(tokenizer)));
        return findings;
    }

    private NetworkSpec validateNetwork(TokenizerFiles tokenizer) {
        ComputationGraph graph =
                InitialNetwork.create(
                        settings.encoder(),
                        settings.encoder().weights(),
                        settings.tasks(),
                        tokenizer.open().size(),
                        settings.run().seed(),
                        hadoop);
        NetworkSpec network = NetworkGraph.spec(graph);
        NetworkGraph.free(graph);
        int positions = network.encoder().maxPositionEmbeddings();
        if (settings.data().maxSeqLength() > positions) {
            throw new ConfigException(
                    ("data.max-seq-length = %d is more than the encoder's %d positions. Set it to %d"
                                    + " or less.")
                            .formatted(settings.data().maxSeqLength(), positions, positions));
        }
        findings.add(
                "network: %,d parameters, heads for %s"
                        .formatted(
                                new ParameterLayout(network).size(),
                                String.join(
                                        ", ",
                                        settings.tasks().stream()
                                                .map(task -> task.name())
                                                .toList())));
        return network;
    }

    /**
     * @param rowsPerUnit sequences that a unit of a batch stands for: in ranking the candidates of
     *     a group
     */
    private void estimate(NetworkSpec network, int rowsPerUnit) {
        boolean local = spark.sparkContext().isLocal();
        int workers = settings.refine().workers();
        MemoryNeed need =
                MemoryNeed.ofTraining(
                        network,
                        settings.refine().batchSize() * rowsPerUnit,
                        settings.data().maxSeqLength(),
                        local ? workers : 1);
        findings.add(
                "memory: %s outside the heap for each worker"
                        .formatted(size(need.bytesPerWorker())));
        if (local) {
            EnvironmentCheck.requireForTraining(settings.kernels(), need);
        }
        boolean mean = settings.refine().averaging().strategy() == AveragingStrategy.MEAN;
        long message = Float.BYTES * new ParameterLayout(network).size() * (mean ? 3 : 1);
        findings.add(
                "traffic of a round: %d workers give %s each (%s), and get as much"
                        .formatted(
                                workers,
                                size(message),
                                mean ? "parameters and optimiser state" : "parameters"));
    }

    private List<PreparedTask> validateData(TokenizerFiles tokenizer) {
        RunDirectory run = RunDirectory.at(settings.run().directory(), hadoop);
        Path scratch = run.resolve(SCRATCH);
        Path ours = run.exists(run.root()) ? scratch : run.root();
        run.delete(scratch);
        try {
            Settings aside = withRunDirectory(scratch.toString());
            Preparation.run(spark, aside); // logs what it finds in each split
            ShardStore store = ShardStore.of(scratch.toString(), tokenizer.sha256());
            List<PreparedTask> tasks = PreparedTask.findAll(aside, store, hadoop);
            PreparedTask.trainable(tasks);
            DataProfile.write(spark, aside).forEach(profile -> findings.addAll(profile.findings()));
            return tasks;
        } finally {
            run.delete(ours);
        }
    }

    private Settings withRunDirectory(String directory) {
        RunSettings run = settings.run();
        return new Settings(
                new RunSettings(directory, run.id(), run.seed()),
                settings.data(),
                settings.tasks(),
                settings.encoder(),
                settings.optimizer(),
                settings.refine(),
                settings.finetune(),
                settings.evaluate(),
                settings.kernels(),
                settings.spark());
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
