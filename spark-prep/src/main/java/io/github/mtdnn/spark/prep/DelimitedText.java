package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.ColumnCounts;
import io.github.mtdnn.task.SplitSource.ShortRows;
import io.github.mtdnn.task.TableFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rows of TAB- or comma-separated text. */
final class DelimitedText implements RecordReader {
    private final LineReader lines;
    private final SplitSource source;
    private final CsvLine csv;

    private List<String> header;
    private int minColumns;
    private List<String> columns = List.of();
    private long line;
    private long shortRows;

    private DelimitedText(LineReader lines, SplitSource source, List<String> header) {
        this.lines = lines;
        this.source = source;
        this.header = header;
        this.csv = new CsvLine(source.separator());
    }

    /** The rows of a stretch at the beginning of a file, whose header it reads. */
    static DelimitedText ofFileStart(LineReader lines, SplitSource source) throws IOException {
        DelimitedText text = new DelimitedText(lines, source, List.of());
        if (source.header() && text.nextRecord()) {
            text.header = text.columns;
        }
        text.minColumns = text.columnsNeeded();
        return text;
    }

    /** The rows of a later stretch of a file whose header has been read before. */
    static DelimitedText ofFileRest(LineReader lines, SplitSource source, List<String> header) {
        DelimitedText text = new DelimitedText(lines, source, header);
        text.minColumns = text.columnsNeeded();
        return text;
    }

    /** Whether rows cannot be read without the names in the header. */
    static boolean needsHeader(SplitSource source) {
        return source.header()
                && source.columns().stream().anyMatch(ColumnRef.Name.class::isInstance);
    }

    /** Names of the columns; empty where there is no header. */
    List<String> header() {
        return header;
    }

    @Override
    public boolean next() throws IOException {
        while (nextRecord()) {
            if (columns.size() > source.columnCounts().max()) {
                throw columnCountProblem("Correct the line.");
            }
            if (columns.size() >= minColumns) {
                return true;
            }
            if (source.shortRows() == ShortRows.FAIL) {
                throw columnCountProblem(
                        "Correct the line, or leave short rows out by short-rows = skip in "
                                + "the task's definition.");
            }
            shortRows++;
        }
        return false;
    }

    private boolean nextRecord() throws IOException {
        line = lines.lines() + 1;
        if (!lines.next()) {
            return false;
        }
        columns = source.format() == TableFormat.CSV ? splitCsv() : splitAtTabs();
        return true;
    }

    private String currentLine() {
        String text = Utf8.decode(lines.line(), lines.lineBytes());
        return source.stripLines() ? PythonStrip.strip(text) : text;
    }

    private List<String> splitAtTabs() {
        String text = currentLine();
        List<String> split = new ArrayList<>(columns.size());
        int from = 0;
        for (int tab = text.indexOf('\t'); tab >= 0; tab = text.indexOf('\t', from)) {
            split.add(text.substring(from, tab));
            from = tab + 1;
        }
        split.add(text.substring(from));
        return split;
    }

    private List<String> splitCsv() throws IOException {
        csv.clear();
        long recordBytes = lines.lineBytes();
        while (!csv.accept(currentLine())) {
            if (!lines.nextBeyond()) {
                throw RowProblem.endingReading(
                        "a quote opened in this row is never closed. Close it; a quote "
                                + "inside a quoted column is doubled.");
            }
            recordBytes += lines.lineBytes();
            if (recordBytes > lines.maxLineBytes()) {
                throw RowProblem.endingReading(
                        ("a quote opened in this row is not closed within %d bytes. Close it; "
                                        + "a quote inside a quoted column is doubled.")
                                .formatted(lines.maxLineBytes()));
            }
        }
        return csv.take();
    }

    @Override
    public RawRow row() {
        return new RawRow() {
            @Override
            public String text(ColumnRef column) {
                return columns.get(position(column));
            }

            @Override
            public List<String> texts(ColumnRef column, boolean wordByWord) {
                return column instanceof ColumnRef.From from
                        ? columns.subList(from.first(), columns.size())
                        : RawRow.super.texts(column, wordByWord);
            }
        };
    }

    private int position(ColumnRef column) {
        if (column instanceof ColumnRef.Index index) {
            return index.index() >= 0 ? index.index() : columns.size() + index.index();
        }
        if (column instanceof ColumnRef.Name name) {
            return header.indexOf(name.name());
        }
        throw new IllegalArgumentException(column + " is not a column of the row");
    }

    /** How many columns a row needs to be allowed and to hold the fields of an example. */
    private int columnsNeeded() {
        return source.columns().stream()
                .mapToInt(this::columnsNeeded)
                .reduce(source.columnCounts().min(), Math::max);
    }

    private int columnsNeeded(ColumnRef column) {
        if (column instanceof ColumnRef.Index index) {
            return index.index() >= 0 ? index.index() + 1 : -index.index();
        }
        if (column instanceof ColumnRef.Name name) {
            int position = header.indexOf(name.name());
            if (position < 0) {
                throw new RowProblem(
                        ("no column \"%s\" in the header %s. Correct the header, or the "
                                        + "column in the task's definition.")
                                .formatted(name.name(), header));
            }
            return position + 1;
        }
        return 0;
    }

    private RowProblem columnCountProblem(String advice) {
        return ColumnCountProblem.of(
                columns.size(),
                new ColumnCounts(minColumns, source.columnCounts().max()),
                separators(),
                advice);
    }

    private String separators() {
        if (source.format() == TableFormat.TSV || source.separator() == '\t') {
            return "TABs";
        }
        return source.separator() == ',' ? "commas" : "'" + source.separator() + "'";
    }

    @Override
    public String raw() {
        return lines.text();
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long lines() {
        return lines.lines();
    }

    @Override
    public long offset() {
        return lines.offset();
    }

    @Override
    public long shortRows() {
        return shortRows;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
