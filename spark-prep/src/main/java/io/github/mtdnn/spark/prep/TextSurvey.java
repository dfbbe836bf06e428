package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.failure.TaskFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the text files of a split through once, in stretches side by side: checks every row, counts
 * rows and lines, so that each row's number is known wherever it is read later, and digests the
 * bytes.
 */
final class TextSurvey {
    /** Worth the opening of a remote file, and short enough to keep all cores busy to the end. */
    static final long STRETCH_BYTES = 8L << 20;

    /** A block is read from its beginning to find a row in it, so blocks are short. */
    private static final int BLOCKS_PER_STRETCH = 4;

    private final JavaSparkContext context;
    private final Configuration configuration;
    private final long stretchBytes;

    /**
     * @param stretchBytes length of the stretches that files are cut into; more than a byte order
     *     mark has
     */
    TextSurvey(JavaSparkContext context, Configuration configuration, long stretchBytes) {
        if (stretchBytes <= LineReader.BYTE_ORDER_MARK_BYTES) {
            throw new IllegalArgumentException("stretches of " + stretchBytes + " bytes");
        }
        this.context = context;
        this.configuration = configuration;
        this.stretchBytes = stretchBytes;
    }

    /**
     * @throws DataFormatException for the first row, in the order of the files, that is not sound
     */
    TextSplit survey(List<RawFile> files, TextFormat format, ExampleMapper mapper) {
        List<FileStretch> stretches = cut(files, format);
        List<StretchSurvey> surveys = surveyAll(stretches, format, mapper);

        List<RowBlock> blocks = new ArrayList<>();
        MessageDigest digest = Sha256.newDigest();
        long rows = 0;
        long leftOutRows = 0;
        long badRows = 0;
        String firstProblem = "";
        long lines = 0;
        for (int i = 0; i < surveys.size(); i++) {
            FileStretch stretch = stretches.get(i);
            StretchSurvey survey = surveys.get(i);
            if (stretch.start() == 0) {
                lines = 0;
                digestFile(digest, stretch.file());
            }
            String problem =
                    "%s: %s"
                            .formatted(
                                    TextSplit.location(
                                            stretch.file(), lines + survey.problemLine()),
                                    survey.problem());
            if (!survey.isUsable()) {
                throw new DataFormatException(problem);
            }
            if (badRows == 0 && survey.badRows() > 0) {
                firstProblem = problem;
            }
            badRows += survey.badRows();
            digest.update(survey.digest());
            leftOutRows += survey.leftOutRows();
            for (StretchSurvey.Block block : survey.blocks()) {
                FileStretch part = new FileStretch(stretch.file(), block.start(), block.end());
                blocks.add(new RowBlock(part, lines, rows, block.rows()));
                lines += block.lines();
                rows += block.rows();
            }
        }
        format.badRows().require(badRows, rows + badRows, firstProblem);
        return new TextSplit(
                context,
                configuration,
                format,
                mapper,
                blocks,
                leftOutRows,
                badRows,
                Sha256.hex(digest.digest()));
    }

    /** Cuts files into stretches where a row's beginning can be told without what is before it. */
    private List<FileStretch> cut(List<RawFile> files, TextFormat format) {
        List<FileStretch> stretches = new ArrayList<>();
        for (RawFile file : files) {
            if (file.compressed() || !format.rowsAreLines()) {
                stretches.add(FileStretch.all(file));
                continue;
            }
            long start = 0;
            do {
                long end = Math.min(file.bytes(), start + stretchBytes);
                stretches.add(new FileStretch(file, start, end));
                start = end;
            } while (start < file.bytes());
        }
        return stretches;
    }

    private List<StretchSurvey> surveyAll(
            List<FileStretch> stretches, TextFormat format, ExampleMapper mapper) {
        Broadcast<SerializableConfiguration> shared =
                context.broadcast(new SerializableConfiguration(configuration));
        long blockBytes = stretchBytes / BLOCKS_PER_STRETCH;
        int partitions = Math.min(stretches.size(), 4 * context.defaultParallelism());
        try {
            return context.parallelize(stretches, partitions)
                    .map(
                            stretch ->
                                    survey(
                                            shared.value().value(),
                                            stretch,
                                            format,
                                            mapper,
                                            blockBytes))
                    .collect();
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        } finally {
            shared.destroy();
        }
    }

    private static StretchSurvey survey(
            Configuration configuration,
            FileStretch stretch,
            TextFormat format,
            ExampleMapper mapper,
            long blockBytes) {
        Counter counter = new Counter(stretch.start());
        boolean isCuttable = format.rowsStandAlone() && !stretch.file().compressed();
        long line = 1;
        FirstBadRow bad = new FirstBadRow();
        BadRowSink sink = format.badRows().setsAside() ? bad : BadRowSink.REFUSE;
        try (StretchDigest bytes =
                        new StretchDigest(TextFormat.bytes(configuration, stretch), stretch);
                ExampleCursor cursor =
                        new ExampleCursor(
                                format.read(configuration, stretch, bytes), mapper, 0, sink)) {
            try {
                while (cursor.next()) {
                    if (isCuttable
                            && cursor.offset() - counter.start >= blockBytes
                            && cursor.offset() < stretch.end()) {
                        counter.cut(cursor, cursor.offset());
                    }
                }
            } catch (RowProblem e) {
                line = cursor.line();
                throw e;
            }
            counter.cut(cursor, stretch.end());
            return new StretchSurvey(
                    counter.blocks,
                    bytes.digest(),
                    cursor.leftOut(),
                    bad.count,
                    bad.problem,
                    bad.line);
        } catch (RowProblem e) {
            return new StretchSurvey(List.of(), new byte[0], 0, 0, e.getMessage(), line);
        } catch (IOException e) {
            throw RawFile.unreadable(stretch.file().name(), e);
        }
    }

    /**
     * A file counts by its name, which decides its place among others, its length and its bytes.
     */
    private static void digestFile(MessageDigest digest, RawFile file) {
        String name = new Path(file.uri()).getName();
        digest.update(Sha256.newDigest().digest(name.getBytes(UTF_8)));
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, file.bytes()));
    }

    /** Counts bad rows, and keeps the first. */
    private static final class FirstBadRow implements BadRowSink {
        private long count;
        private String problem = "";
        private long line;

        @Override
        public void accept(long line, String raw, RowProblem found) {
            if (count++ == 0) {
                problem = found.getMessage();
                this.line = line;
            }
        }
    }

    /** Lines and rows since the last cut. */
    private static final class Counter {
        private final ArrayList<StretchSurvey.Block> blocks = new ArrayList<>();
        private long start;
        private long lines;
        private long rows;

        Counter(long start) {
            this.start = start;
        }

        void cut(ExampleCursor cursor, long end) {
            blocks.add(
                    new StretchSurvey.Block(
                            start, end, cursor.lines() - lines, cursor.nextRow() - rows));
            start = end;
            lines = cursor.lines();
            rows = cursor.nextRow();
        }
    }
}
