package io.github.mtdnn.task;

import java.io.Serializable;

/**
 * How files of plain text are cut into documents.
 *
 * @param unit what a document is
 * @param start regular expression of a whole line that begins a further document within a file
 *     ({@link Unit#FILE}); empty where a file is one document
 */
public record Documents(Unit unit, String start) implements Serializable {
    /** A document for each file. */
    public static final Documents FILES = new Documents(Unit.FILE, "");

    /** What a document is. */
    public enum Unit {
        /** A file, or what stands in it from one start to the next. */
        FILE,
        /** The lines between two empty ones. */
        BLOCK,
        /** A line. */
        LINE
    }
}
