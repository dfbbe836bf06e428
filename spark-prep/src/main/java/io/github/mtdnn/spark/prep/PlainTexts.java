package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** The lines of plain text files in UTF-8. */
final class PlainTexts {
    private PlainTexts() {}

    /**
     * @param paths files, directories with all that is in them, and patterns of these, on any file
     *     system; what ends in {@code .gz} and the like is unpacked
     * @throws DataFormatException where there is none of them; in the Spark task that meets it,
     *     where a line is not UTF-8
     */
    static JavaRDD<String> lines(JavaSparkContext context, List<String> paths) {
        Job job = input(context, paths);
        JavaNewHadoopRDD<LongWritable, Text> lines =
                (JavaNewHadoopRDD<LongWritable, Text>)
                        context.newAPIHadoopRDD(
                                job.getConfiguration(),
                                TextInputFormat.class,
                                LongWritable.class,
                                Text.class);
        return lines.mapPartitionsWithInputSplit(PlainTexts::texts, false);
    }

    private static Job input(JavaSparkContext context, List<String> paths) {
        try {
            Job job = Job.getInstance(context.hadoopConfiguration());
            for (String name : paths) {
                Path path = new Path(name);
                FileStatus[] found = path.getFileSystem(job.getConfiguration()).globStatus(path);
                if (found == null || found.length == 0) {
                    throw new DataFormatException(
                            ("%s: no such file or directory. Name text files in UTF-8, or"
                                            + " directories with nothing else in them.")
                                    .formatted(name));
                }
                FileInputFormat.addInputPath(job, path);
            }
            FileInputFormat.setInputDirRecursive(job, true);
            return job;
        } catch (IOException e) {
            throw RawFile.unreadable(String.join(", ", paths), e);
        }
    }

    private static Iterator<String> texts(
            InputSplit split, Iterator<Tuple2<LongWritable, Text>> lines) {
        Path file = ((FileSplit) split).getPath();
        Iterable<Tuple2<LongWritable, Text>> once = () -> lines;
        return StreamSupport.stream(once.spliterator(), false)
                .map(line -> text(file, line._1().get(), line._2()))
                .iterator();
    }

    private static String text(Path file, long position, Text line) {
        try {
            return Text.decode(line.getBytes(), 0, line.getLength(), false);
        } catch (CharacterCodingException e) {
            throw new DataFormatException(
                    ("%s: the line at byte %d is not valid UTF-8. Convert the file to UTF-8"
                                    + " first.")
                            .formatted(file, position),
                    e);
        }
    }
}
