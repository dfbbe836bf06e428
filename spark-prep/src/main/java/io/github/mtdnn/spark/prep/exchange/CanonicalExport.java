package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.MissingSplits;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.failure.TaskFailures;
import io.github.mtdnn.spark.prep.CheckedSplit;
import io.github.mtdnn.spark.prep.ExampleReader;
import io.github.mtdnn.spark.prep.LineFile;
import io.github.mtdnn.spark.prep.RawDataPresence;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Writes raw data as the canonical files of the Python toolkit, {@code <task>_<split>.tsv}, of
 * documents {@code .json}: what its {@code prepro_std.py} reads. A file has the rows that {@code
 * prepare} encodes, in their order; the same raw data give the same bytes.
 */
public final class CanonicalExport {
    private final SparkSession spark;
    private final Settings settings;
    private final String directory;
    private final ExampleReader reader;

    /**
     * @param settings say where the raw data is; a vocabulary is not needed
     * @param directory where the files go, on any file system; those of the same name are replaced
     */
    public CanonicalExport(SparkSession spark, Settings settings, String directory) {
        this.spark = spark;
        this.settings = settings;
        this.directory = directory;
        this.reader = ExampleReader.ofTexts(spark, settings.data());
    }

    /**
     * Writes every split of every task.
     *
     * @return what was written, in order
     * @throws ConfigException where the data of a task has no canonical form, or is tokens already
     * @throws DataFormatException where raw data is missing, or a row is not as its task needs it
     *     or cannot be written; files written before that stay
     */
    public List<ExportedSplit> run() {
        settings.tasks().forEach(CanonicalForm::of);
        RawDataPresence.require(reader, settings);
        boolean skip = settings.data().missingSplits() == MissingSplits.SKIP;
        List<ExportedSplit> written = new ArrayList<>();
        for (Task task : settings.tasks()) {
            for (SplitSource source : task.sources()) {
                if (!skip || reader.exists(source)) {
                    written.add(write(task, source));
                }
            }
        }
        return written;
    }

    private ExportedSplit write(Task task, SplitSource source) {
        CanonicalForm form = CanonicalForm.of(task);
        LineFile file =
                new LineFile(
                        spark.sparkContext().hadoopConfiguration(),
                        new Path(directory, form.file(task, source)));
        CheckedSplit split = reader.readChecked(task, source);
        try {
            long lines = file.write(form.lines(task, source).of(examples(split)));
            return new ExportedSplit(file.toString(), lines);
        } catch (UnwritableExample e) {
            throw new DataFormatException(
                    "%s: %s".formatted(split.locate(e.uid()), e.getMessage()), e);
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        }
    }

    /** In their order; the driver holds a partition of them at a time. */
    private Stream<Example> examples(CheckedSplit split) {
        Iterable<Example> examples =
                () -> split.examples(settings.data().shardRows()).toLocalIterator();
        return StreamSupport.stream(examples.spliterator(), false);
    }
}
