package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.MissingSplits;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.failure.TaskFailures;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.text.BasicTokenizer;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.WordPieceTrainer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Learns a WordPiece vocabulary from texts: Spark counts their words, the driver learns pieces from
 * the most frequent. The same texts give the same pieces, however they are cut into partitions.
 *
 * @param normalization what is done to the texts' characters
 * @param trainer what pieces are learnt
 * @param maxWords different words that are learnt from, the most frequent; the driver holds them
 */
public record VocabularyTraining(
        Normalization normalization, WordPieceTrainer trainer, int maxWords) {
    /** Words to learn from: some 100 MB of them, far more than decide pieces. */
    public static final int MAX_WORDS = 1_000_000;

    private static final Logger log = LoggerFactory.getLogger(VocabularyTraining.class);
    private static final int MAX_COUNTED_WORDS = 200_000;

    /**
     * The pieces of plain text files.
     *
     * @param paths files and directories of text in UTF-8, on any file system
     * @throws io.github.mtdnn.failure.UserFailure where a file is not there or not UTF-8, where
     *     there are no words, or where the characters are too many for the vocabulary
     */
    public List<String> ofFiles(SparkSession spark, List<String> paths) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return learn(PlainTexts.lines(context, paths), String.join(", ", paths));
    }

    /**
     * The pieces of the texts of the configured tasks' training splits, or of their samples: of
     * what is trained on.
     *
     * @throws io.github.mtdnn.failure.UserFailure where raw data is not as it has to be, and as for
     *     {@link #ofFiles}
     */
    public List<String> ofTasks(SparkSession spark, Settings settings) {
        ExampleReader reader = ExampleReader.ofTexts(spark, settings.data());
        boolean skip = settings.data().missingSplits() == MissingSplits.SKIP;
        int rows = settings.data().shardRows();
        List<JavaRDD<String>> texts = new ArrayList<>();
        for (Task task : settings.tasks()) {
            for (SplitSource source : task.sources()) {
                if (source.split().role() == SplitRole.TRAIN && !(skip && !reader.exists(source))) {
                    texts.add(
                            reader.taken(reader.read(task, source), task, source)
                                    .examples(rows)
                                    .flatMap(example -> ExampleTexts.of(example).iterator()));
                }
            }
        }
        if (texts.isEmpty()) {
            throw new ConfigException(
                    "none of the tasks in data.tasks has a training split that is there. Name tasks"
                            + " with training texts in data.tasks, or text files in place of --conf.");
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return learn(
                texts.stream().reduce(context.emptyRDD(), JavaRDD::union),
                "the training splits of "
                        + String.join(", ", settings.tasks().stream().map(Task::name).toList()));
    }

    private List<String> learn(JavaRDD<String> texts, String source) {
        Map<String, Long> words = new HashMap<>();
        frequent(texts).forEach(word -> words.put(word._1(), word._2()));
        if (words.isEmpty()) {
            throw new DataFormatException(
                    "%s: no words to learn pieces from. Name files with texts.".formatted(source));
        }
        log.info(
                "vocab  {} different words{}",
                words.size(),
                words.size() < maxWords ? "" : ", the most frequent of more");
        return trainer.train(words);
    }

    private List<Tuple2<String, Long>> frequent(JavaRDD<String> texts) {
        Normalization normalization = this.normalization;
        try {
            return JavaPairRDD.fromJavaRDD(
                            texts.mapPartitions(
                                    partition ->
                                            new WordCounter(
                                                    partition,
                                                    new BasicTokenizer(normalization),
                                                    MAX_COUNTED_WORDS)))
                    .reduceByKey(Long::sum)
                    .takeOrdered(maxWords, new FrequentFirst());
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        }
    }

    /** By count, and words with the same one by their UTF-16 characters. */
    private static final class FrequentFirst
            implements Comparator<Tuple2<String, Long>>, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public int compare(Tuple2<String, Long> left, Tuple2<String, Long> right) {
            int byCount = Long.compare(right._2(), left._2());
            return byCount != 0 ? byCount : left._1().compareTo(right._1());
        }
    }
}
