package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.Documents;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.TableFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** How the text files of a split are read: its format and the limits that keep memory bounded. */
final class TextFormat implements Serializable {
    /** A line may hold further columns beside the texts, so it may be longer than they. */
    private static final int MIN_LINE_BYTES_LIMIT = 64 << 20;

    private static final int MAX_BYTES_OF_CHARACTER = 4;

    private final SplitSource source;
    private final int maxLineBytes;
    private final BadRowPolicy badRows;

    TextFormat(SplitSource source, int maxTextLength, BadRowPolicy badRows) {
        this.source = source;
        this.badRows = badRows;
        long texts = 4L * MAX_BYTES_OF_CHARACTER * maxTextLength;
        this.maxLineBytes = (int) Math.min(1 << 30, Math.max(MIN_LINE_BYTES_LIMIT, texts));
    }

    /** Whether a row is a line, so that a file can be cut anywhere and read from there. */
    boolean rowsAreLines() {
        return switch (source.format()) {
            case TSV, JSONL, MTDNN_JSON -> true;
            case TEXT -> source.documents().unit() == Documents.Unit.LINE;
            case CSV, CONLL, JSON, PARQUET, TABLE -> false;
        };
    }

    /** Whether a file can be read from where a row begins: no two share a line or a document. */
    boolean rowsStandAlone() {
        return source.rows().isEmpty();
    }

    /** What becomes of rows that are not as their task needs them. */
    BadRowPolicy badRows() {
        return badRows;
    }

    /** Opens a block for reading its examples; the survey has seen to its bad rows. */
    ExampleCursor open(Configuration configuration, RowBlock block, ExampleMapper mapper)
            throws IOException {
        return open(
                configuration,
                block,
                mapper,
                badRows.setsAside() ? BadRowSink.IGNORE : BadRowSink.REFUSE);
    }

    /** Opens a block. */
    ExampleCursor open(
            Configuration configuration, RowBlock block, ExampleMapper mapper, BadRowSink sink)
            throws IOException {
        FileStretch stretch = block.stretch();
        return new ExampleCursor(
                read(configuration, stretch, bytes(configuration, stretch)),
                mapper,
                block.firstRow(),
                sink);
    }

    /** The bytes that {@link #read} needs for a stretch. */
    static InputStream bytes(Configuration configuration, FileStretch stretch) throws IOException {
        return stretch.file().open(configuration, LineReader.firstByte(stretch.start()));
    }

    /**
     * Reads a stretch.
     *
     * @param in its {@link #bytes}; closed with the reader
     */
    RecordReader read(Configuration configuration, FileStretch stretch, InputStream in)
            throws IOException {
        try {
            if (source.format() == TableFormat.JSON) {
                return new JsonDocument(in, new JsonRows(source.rows()));
            }
            LineReader lines = new LineReader(in, stretch.start(), stretch.end(), maxLineBytes);
            if (source.format().isJsonLines()) {
                return new JsonLines(lines, new JsonRows(source.rows()));
            }
            if (source.format() == TableFormat.CONLL) {
                return new ConllText(lines, source);
            }
            if (source.format() == TableFormat.TEXT) {
                return new PlainDocuments(lines, source.documents());
            }
            if (stretch.start() == 0) {
                return DelimitedText.ofFileStart(lines, source);
            }
            List<String> header =
                    DelimitedText.needsHeader(source)
                            ? header(configuration, stretch.file())
                            : List.of();
            return DelimitedText.ofFileRest(lines, source, header);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private List<String> header(Configuration configuration, RawFile file) throws IOException {
        try (InputStream in = bytes(configuration, FileStretch.all(file));
                LineReader lines = new LineReader(in, 0, file.bytes(), maxLineBytes)) {
            return DelimitedText.ofFileStart(lines, source).header();
        }
    }
}
