package io.github.mtdnn.spark.train;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.prep.DefinitionHash;
import io.github.mtdnn.spark.prep.TokenizerReader;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.shard.ShardWriter;
import io.github.mtdnn.spark.train.data.PreparedTask;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.table.Tables;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A run over three small made-up tasks, whose labels depend on the tokens: whether token 10 comes
 * before token 11, whether token 12 is there, and how often token 13 is.
 */
public final class TinyRun {
    private static final List<String> NAMES = List.of("order", "presence", "count");
    private static final List<String> PIECES =
            Stream.concat(
                            Stream.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
                            IntStream.range(5, 40).mapToObj(id -> "piece" + id))
                    .toList();
    private static final int TRAIN_ROWS = 96;
    private static final int DEV_ROWS = 64;
    private static final int SHARDS = 2;

    private TinyRun() {}

    /** A local session with two cores. */
    public static SparkSession session() {
        return Holder.SESSION;
    }

    private static final class Holder {
        private static final SparkSession SESSION =
                SparkSession.builder()
                        .master("local[2]")
                        .appName("spark-train tests")
                        .config("spark.ui.enabled", false)
                        .config("spark.ui.retainedJobs", 20)
                        .config("spark.ui.retainedStages", 20)
                        .config("spark.ui.retainedTasks", 1000)
                        .config("spark.sql.shuffle.partitions", 2)
                        .config("spark.driver.host", "localhost")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                        .getOrCreate();
    }

    /** What a run prints. */
    public static final ByteArrayOutputStream CONSOLE = new ByteArrayOutputStream();

    /**
     * A run in a directory of its own; its shards are written at first use.
     *
     * @param overrides settings beside those that make it small
     */
    public static TrainingRun in(Path directory, String... overrides) throws IOException {
        Settings settings = settings(directory, overrides);
        return start(directory, settings, TinyRun::examples, SHARDS);
    }

    /**
     * A run over one task of any type.
     *
     * @param toy what it learns
     */
    public static TrainingRun of(Path directory, ToyTask toy, String... overrides)
            throws IOException {
        return of(directory, List.of(toy), SHARDS, overrides);
    }

    /**
     * A run over tasks of any types.
     *
     * @param toys what it learns
     * @param shards that each split is cut into
     */
    public static TrainingRun of(
            Path directory, List<ToyTask> toys, int shards, String... overrides)
            throws IOException {
        Settings settings = settings(directory, overrides);
        List<SplitSource> sources = settings.tasks().get(0).sources();
        Map<String, ToyTask> byName = new LinkedHashMap<>();
        List<Task> tasks = new ArrayList<>();
        for (ToyTask toy : toys) {
            tasks.add(toy.task(sources));
            byName.put(toy.task(sources).name(), toy);
        }
        Settings withToys =
                new Settings(
                        settings.run(),
                        settings.data(),
                        tasks,
                        settings.encoder(),
                        settings.optimizer(),
                        settings.refine(),
                        settings.finetune(),
                        settings.evaluate(),
                        settings.kernels(),
                        settings.spark());
        return start(
                directory,
                withToys,
                (task, split) -> byName.get(task.name()).examples(split),
                shards);
    }

    private static Settings settings(Path directory, String... overrides) throws IOException {
        Path conf = directory.resolve("tiny.conf");
        Files.createDirectories(directory);
        Files.writeString(conf, CONF);
        Path vocabulary = directory.resolve("vocab.txt");
        Files.write(vocabulary, PIECES);
        List<String> arguments =
                new ArrayList<>(
                        List.of("run.directory=" + directory, "encoder.vocab=" + vocabulary));
        arguments.addAll(List.of(overrides));
        return SettingsLoader.load(List.of(conf), arguments);
    }

    /** Makes the rows of a split. */
    private interface Rows {
        List<EncodedExample> of(Task task, String split);
    }

    private static TrainingRun start(Path directory, Settings settings, Rows rows, int shards)
            throws IOException {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session().sparkContext());
        Configuration hadoop = spark.hadoopConfiguration();
        ShardStore store = ShardStore.of(directory.toString(), "0123456789abcdef");
        writeShards(spark, store, settings, rows, shards);
        RunDirectory run = RunDirectory.at(directory.toString(), hadoop);
        return new TrainingRun(
                session(),
                settings,
                new RunInfo("tiny-run", settings.run().seed(), settings.configHash(), "data", "0"),
                run,
                new Tables(session(), run, "tiny-run"),
                PreparedTask.findAll(settings, store, hadoop),
                TokenizerReader.read(hadoop, settings.encoder()),
                spark.broadcast(new SerializableConfiguration(hadoop)),
                new Progress(new PrintStream(CONSOLE, true, StandardCharsets.UTF_8)));
    }

    private static void writeShards(
            JavaSparkContext spark, ShardStore store, Settings settings, Rows rows, int shards) {
        ShardWriter writer = new ShardWriter(store, spark.hadoopConfiguration());
        for (Task task : settings.tasks()) {
            for (SplitSource source : task.sources()) {
                String split = source.split().name();
                writer.write(
                        new ShardWriter.Origin(
                                task.name(),
                                split,
                                "raw",
                                "vocabulary",
                                DefinitionHash.of(task, source, settings),
                                settings.data().maxSeqLength()),
                        spark.parallelize(
                                rows.of(task, split).stream()
                                        .map(example -> new ShardRow(example, false))
                                        .toList(),
                                shards));
            }
        }
    }

    private static List<EncodedExample> examples(Task of, String split) {
        int task = NAMES.indexOf(of.name());
        int rows = split.equals("train") ? TRAIN_ROWS + 8 * task : DEV_ROWS;
        SplittableRandom random = new SplittableRandom(31L * task + split.hashCode());
        List<EncodedExample> examples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int length = 6 + random.nextInt(10);
            int[] ids = new int[length];
            for (int i = 0; i < length; i++) {
                ids[i] = 10 + random.nextInt(PIECES.size() - 10);
            }
            ids[0] = 2;
            ids[length - 1] = 3;
            ids[1 + random.nextInt(length - 2)] = 10 + random.nextInt(4);
            examples.add(new EncodedExample("row-" + row, ids, new int[length], label(task, ids)));
        }
        return examples;
    }

    private static double label(int task, int[] ids) {
        int first10 = position(ids, 10);
        return switch (task) {
            case 0 -> first10 < position(ids, 11) ? 1 : 0;
            case 1 -> position(ids, 12) < ids.length ? 1 : 0;
            default -> Arrays.stream(ids).filter(id -> id == 13).count();
        };
    }

    private static int position(int[] ids, int id) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return ids.length;
    }

    private static final String CONF =
            """
            data { tasks = [order, presence, count], max-seq-length = 16 }
            tasks {
              order {
                type = classification, labels = ["0", "1"]
                source.columns { premise = text, label = label }
                splits { train { path = "train.csv" }, dev { path = "dev.csv" } }
              }
              presence = ${tasks.order}
              count {
                type = regression
                source.columns { premise = text, label = label }
                splits { train { path = "train.csv" }, dev { path = "dev.csv" } }
              }
            }
            optimizer.learning-rate = 1e-3
            refine {
              epochs = 2, batch-size = 8, workers = 2, steps-per-round = 6, checkpoint-rounds = 1
              averaging.chunk-bytes = 65536
            }
            finetune { epochs = 1, batch-size = 8 }
            evaluate.bootstrap-resamples = 100
            """;
}
