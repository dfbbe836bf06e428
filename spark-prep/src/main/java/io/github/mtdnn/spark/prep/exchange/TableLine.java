package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.Example;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A line of a canonical table: columns with TABs between them, and no quotes or escapes. */
final class TableLine {
    private final StringJoiner columns = new StringJoiner("\t");

    /**
     * @param of the example that the column tells of
     * @param what the column is, for messages
     * @throws UnwritableExample where the text cannot stand in a column
     */
    TableLine add(Example of, String what, String text) {
        requireWritable(of, what, text);
        columns.add(text);
        return this;
    }

    /** Adds a column in which texts stand with commas between them. */
    TableLine addJoined(String what, List<Part> parts) {
        for (Part part : parts) {
            requireWritable(part.of(), what, part.text());
            if (part.text().indexOf(',') >= 0) {
                throw new UnwritableExample(
                        part.of(),
                        ("the %s \"%s\" has a comma, but in canonical tables commas stand between"
                                        + " those of candidates. Correct the data, or export tokenised"
                                        + " records.")
                                .formatted(what, part.text()));
            }
        }
        columns.add(parts.stream().map(Part::text).collect(Collectors.joining(",")));
        return this;
    }

    /**
     * A text among others of its column.
     *
     * @param of the example that it tells of
     */
    record Part(Example of, String text) {}

    private static void requireWritable(Example of, String what, String text) {
        text.codePoints()
                .filter(TableLine::isUnwritable)
                .findFirst()
                .ifPresent(
                        character -> {
                            throw new UnwritableExample(
                                    of,
                                    ("the %s has %s, but canonical tables have TABs between columns"
                                                    + " and line breaks between rows, and no quotes."
                                                    + " Correct the data, or export tokenised records.")
                                            .formatted(what, name(character)));
                        });
    }

    private static boolean isUnwritable(int character) {
        // Half of a surrogate pair has no form in UTF-8.
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || Character.getType(character) == Character.SURROGATE;
    }

    private static String name(int character) {
        return switch (character) {
            case '\t' -> "a TAB";
            case '\n', '\r' -> "a line break";
            default -> "half a character (U+%04X)".formatted(character);
        };
    }

    /** The line, without its end. */
    @Override
    public String toString() {
        return columns.toString();
    }
}
