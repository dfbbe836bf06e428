package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Documents;
import io.github.mtdnn.task.Documents.Unit;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Documents in plain text, cut as {@link Documents} says. One without any words is passed over. */
final class PlainDocuments implements RecordReader {
    private final LineReader lines;
    private final Unit unit;
    private final Optional<Pattern> start;
    private final StringBuilder text = new StringBuilder();
    private long line;

    /** Whether the current line is the first of the next document. */
    private boolean held;

    /** Lines before the current one, and where it begins. */
    private long linesBefore;

    private long lineOffset;

    PlainDocuments(LineReader lines, Documents documents) {
        this.lines = lines;
        this.unit = documents.unit();
        this.start = Optional.of(documents.start()).filter(s -> !s.isEmpty()).map(Pattern::compile);
    }

    /**
     * Goes to the next document. One with a bad line is read to its end all the same, so that the
     * next call finds the one after it; {@link #line()} is then that of the bad line.
     */
    @Override
    public boolean next() throws IOException {
        text.setLength(0);
        Optional<RowProblem> problem = Optional.empty();
        while (nextLine()) {
            boolean isBlank = lines.text().isBlank();
            if (text.isEmpty() && isBlank) {
                continue;
            }
            if (text.isEmpty()) {
                line = lines.lines();
            } else if (unit == Unit.BLOCK && isBlank) {
                break;
            } else if (isStart()) {
                held = true;
                break;
            }
            Optional<RowProblem> found = append();
            problem = problem.or(() -> found);
            if (unit == Unit.LINE) {
                break;
            }
        }
        if (problem.isPresent()) {
            throw problem.get();
        }
        return !text.isEmpty();
    }

    private boolean nextLine() throws IOException {
        if (held) {
            held = false;
            return true;
        }
        linesBefore = lines.lines();
        lineOffset = lines.offset();
        try {
            return lines.next();
        } catch (RowProblem e) {
            line = lines.lines();
            throw e;
        }
    }

    private boolean isStart() {
        return start.filter(pattern -> pattern.matcher(lines.text()).matches()).isPresent();
    }

    private Optional<RowProblem> append() {
        if (text.length() > lines.maxLineBytes()) {
            throw RowProblem.endingReading(
                    ("the document that begins here is longer than %d bytes. Give documents or"
                                    + " document-start in the task's definition, or cut the file.")
                            .formatted(lines.maxLineBytes()));
        }
        Optional<RowProblem> problem = Optional.empty();
        String decoded;
        try {
            decoded = Utf8.decode(lines.line(), lines.lineBytes());
        } catch (RowProblem e) {
            line = lines.lines();
            problem = Optional.of(e);
            decoded = lines.text();
        }
        text.append(text.isEmpty() ? "" : "\n").append(decoded);
        return problem;
    }

    @Override
    public RawRow row() {
        return new Document(text.toString());
    }

    @Override
    public String raw() {
        return text.toString();
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long lines() {
        return held ? linesBefore : lines.lines();
    }

    @Override
    public long offset() {
        return held ? lineOffset : lines.offset();
    }

    @Override
    public long shortRows() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** A document as a row, which has one column. */
    private record Document(String text) implements RawRow {
        @Override
        public String text(ColumnRef column) {
            return text;
        }
    }
}
