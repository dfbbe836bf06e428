package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.prep.SplitReport.Outcome;
import io.github.mtdnn.spark.shard.ShardCheck;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.spark.shard.ShardWriter;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes the raw data of all tasks into shards: what {@code prepare} does. A split that has been
 * encoded before, from the same raw data in the same way, is left as it is.
 */
public final class Preparation {
    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private final JavaSparkContext context;
    private final Configuration configuration;
    private final Settings settings;
    private final TokenizerFiles tokenizer;
    private final ExampleReader reader;
    private final ExampleEncoder encoder;
    private final ShardStore store;
    private final ShardWriter writer;
    private final QuarantineTable quarantine;

    private Preparation(SparkSession spark, Settings settings, long stretchBytes) {
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.configuration = spark.sparkContext().hadoopConfiguration();
        this.settings = settings;
        this.tokenizer = TokenizerReader.read(configuration, settings.encoder());
        this.reader =
                new ExampleReader(
                        spark,
                        settings.data().raw(),
                        settings.data().maxTextLength(),
                        BadRowPolicy.of(settings.data()),
                        stretchBytes,
                        TokenLimits.of(tokenizer.open(), settings.data().maxSeqLength()));
        this.encoder = new ExampleEncoder(context, tokenizer, settings.data());
        this.store = ShardStore.of(settings.run().directory(), tokenizer.sha256());
        this.writer = new ShardWriter(store, configuration);
        this.quarantine = new QuarantineTable(spark, settings.run().directory());
    }

    /**
     * Prepares every split of every task, in their order.
     *
     * @throws io.github.mtdnn.failure.UserFailure where raw data or vocabulary is not as it has to
     *     be; splits prepared before that stay
     */
    public static List<SplitReport> run(SparkSession spark, Settings settings) {
        return run(spark, settings, TextSurvey.STRETCH_BYTES);
    }

    /**
     * @param stretchBytes length of the stretches that text files are cut into
     */
    static List<SplitReport> run(SparkSession spark, Settings settings, long stretchBytes) {
        return new Preparation(spark, settings, stretchBytes).run();
    }

    private List<SplitReport> run() {
        RawDataPresence.require(reader, settings);
        List<SplitReport> reports = new ArrayList<>();
        for (Task task : settings.tasks()) {
            for (SplitSource source : task.sources()) {
                SplitReport report = prepare(task, source);
                log.info("prepare  {}", report);
                reports.add(report);
            }
        }
        return reports;
    }

    private SplitReport prepare(Task task, SplitSource source) {
        String split = source.split().name();
        if (!reader.exists(source)) {
            return SplitReport.missing(task.name(), split, reader.name(source));
        }
        RawSplit raw = reader.read(task, source);
        ExampleRows taken = reader.taken(raw, task, source);
        quarantine.replace(task.name(), split, raw);
        ShardWriter.Origin origin =
                new ShardWriter.Origin(
                        task.name(),
                        split,
                        raw.rawHash(),
                        tokenizer.sha256(),
                        DefinitionHash.of(task, source, settings),
                        settings.data().maxSeqLength());
        Optional<Manifest> current = upToDate(origin);
        if (current.isPresent()) {
            writer.removeLeftovers(task.name(), split);
            return report(current.get(), Outcome.UNCHANGED, source, raw, taken.rows());
        }
        JavaRDD<Example> examples =
                CheckedSplit.of(raw, taken, task, source).examples(settings.data().shardRows());
        Manifest written = writer.write(origin, encoder.encode(task, source, examples));
        return report(written, Outcome.WRITTEN, source, raw, taken.rows());
    }

    private SplitReport report(
            Manifest manifest, Outcome outcome, SplitSource source, RawSplit raw, long taken) {
        return SplitReport.of(manifest, outcome, reader.name(source), raw, taken);
    }

    /** The manifest of an earlier run that did just what this one would do. */
    private Optional<Manifest> upToDate(ShardWriter.Origin origin) {
        Optional<Manifest> found;
        try {
            found = store.findManifest(configuration, origin.task(), origin.split());
        } catch (DataFormatException e) {
            log.warn("{} It is written anew.", e.getMessage());
            return Optional.empty();
        }
        return found.filter(origin::isThatOf)
                .filter(manifest -> ShardCheck.areIntact(context, configuration, store, manifest));
    }
}
