package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.ColumnCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Sentences as CoNLL's shared tasks publish them: a line for each word, whose columns blanks or
 * TABs separate, and an empty line after each sentence. A line that begins with {@code -DOCSTART-}
 * parts documents and is no word.
 */
final class ConllText implements RecordReader {
    private static final String DOCUMENT_START = "-DOCSTART-";
    private static final String SEPARATORS = " \t";

    private final LineReader lines;
    private final ColumnCounts counts;
    private final StringBuilder raw = new StringBuilder();
    private List<List<String>> words = List.of();
    private long line;

    ConllText(LineReader lines, SplitSource source) {
        this.lines = lines;
        this.counts = source.columnCounts();
    }

    /**
     * Goes to the next sentence. One with a bad line is read to its end all the same, so that the
     * next call finds the one after it; {@link #line()} is then that of the bad line.
     */
    @Override
    public boolean next() throws IOException {
        words = new ArrayList<>();
        raw.setLength(0);
        line = lines.lines() + 1;
        Optional<RowProblem> problem = Optional.empty();
        while (nextLine()) {
            if (isBetweenSentences()) {
                if (!raw.isEmpty()) {
                    break;
                }
                line = lines.lines() + 1;
                continue;
            }
            keepRaw();
            if (problem.isEmpty()) {
                problem = takeWord();
            }
        }
        if (problem.isPresent()) {
            throw problem.get();
        }
        return !words.isEmpty();
    }

    private boolean nextLine() throws IOException {
        try {
            return lines.next();
        } catch (RowProblem e) {
            line = lines.lines();
            throw e;
        }
    }

    private boolean isBetweenSentences() {
        StringTokenizer columns = new StringTokenizer(lines.text(), SEPARATORS);
        return !columns.hasMoreTokens() || columns.nextToken().equals(DOCUMENT_START);
    }

    private void keepRaw() {
        if (raw.length() > lines.maxLineBytes()) {
            throw RowProblem.endingReading(
                    ("the sentence that begins here is longer than %d bytes. Put an empty line"
                                    + " between sentences, or correct format in the task's"
                                    + " definition.")
                            .formatted(lines.maxLineBytes()));
        }
        raw.append(raw.isEmpty() ? "" : "\n").append(lines.text());
    }

    private Optional<RowProblem> takeWord() {
        try {
            words.add(columns());
            return Optional.empty();
        } catch (RowProblem e) {
            line = lines.lines();
            return Optional.of(e);
        }
    }

    private List<String> columns() {
        String text = Utf8.decode(lines.line(), lines.lineBytes());
        List<String> columns = new ArrayList<>();
        new StringTokenizer(text, SEPARATORS)
                .asIterator()
                .forEachRemaining(column -> columns.add((String) column));
        if (columns.size() < counts.min() || columns.size() > counts.max()) {
            throw ColumnCountProblem.of(
                    columns.size(), counts, "blanks or TABs", "Correct the line.");
        }
        return columns;
    }

    @Override
    public RawRow row() {
        return new Sentence(words);
    }

    @Override
    public String raw() {
        return raw.toString();
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
        return 0;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /**
     * A sentence as a row: what its words have in a column is a list.
     *
     * @param words the columns of each
     */
    private record Sentence(List<List<String>> words) implements RawRow {

        @Override
        public String text(ColumnRef column) {
            return String.join(" ", texts(column, true));
        }

        @Override
        public List<String> texts(ColumnRef column, boolean wordByWord) {
            int index = ((ColumnRef.Index) column).index();
            return words.stream()
                    .map(columns -> columns.get(index < 0 ? columns.size() + index : index))
                    .toList();
        }
    }
}
