package io.github.mtdnn.spark.prep;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a record of comma-separated values (RFC 4180), fed line by line: a quoted field may hold
 * separators, doubled quotes and line ends. A quote inside a field that does not begin with one is
 * a character like any other.
 */
final class CsvLine {
    private final char separator;
    private final StringBuilder field = new StringBuilder();
    private List<String> columns = new ArrayList<>();
    private State state = State.FIELD_START;

    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    /**
     * @param separator what stands between fields
     */
    CsvLine(char separator) {
        this.separator = separator;
    }

    /** Forgets a record that was given up. */
    void clear() {
        field.setLength(0);
        columns = new ArrayList<>(columns.size());
        state = State.FIELD_START;
    }

    /**
     * Takes the next line of the record.
     *
     * @return whether the record is complete; where it is not, the line ended inside quotes
     */
    boolean accept(String line) {
        for (int i = 0; i < line.length(); i++) {
            accept(line.charAt(i));
        }
        if (state == State.QUOTED) {
            field.append('\n');
            return false;
        }
        endField();
        return true;
    }

    /** The columns of a complete record; the next record begins. */
    List<String> take() {
        List<String> taken = columns;
        columns = new ArrayList<>(taken.size());
        return taken;
    }

    private void accept(char c) {
        switch (state) {
            case FIELD_START -> {
                if (c == '"') {
                    state = State.QUOTED;
                } else {
                    state = State.PLAIN;
                    acceptPlain(c);
                }
            }
            case PLAIN -> acceptPlain(c);
            case QUOTED -> {
                if (c == '"') {
                    state = State.QUOTE_IN_QUOTED;
                } else {
                    field.append(c);
                }
            }
            case QUOTE_IN_QUOTED -> {
                if (c == '"') {
                    field.append('"');
                    state = State.QUOTED;
                } else if (c == separator) {
                    endField();
                } else {
                    throw new RowProblem(
                            ("column %d goes on after its closing quote; %s or the end of the line"
                                            + " has to follow it, and a quote inside a quoted column"
                                            + " is doubled. Correct the line.")
                                    .formatted(columns.size(), nameOfSeparator()));
                }
            }
        }
    }

    private void acceptPlain(char c) {
        if (c == separator) {
            endField();
        } else {
            field.append(c);
        }
    }

    private void endField() {
        columns.add(field.toString());
        field.setLength(0);
        state = State.FIELD_START;
    }

    private String nameOfSeparator() {
        return switch (separator) {
            case ',' -> "a comma";
            case '\t' -> "a TAB";
            default -> "'" + separator + "'";
        };
    }
}
