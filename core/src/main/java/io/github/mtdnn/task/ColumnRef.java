package io.github.mtdnn.task;

import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a field of an example comes from in a raw row. */
public sealed interface ColumnRef extends Serializable {

    /** The columns of the raw row that the field is made from, each an Index or a Name. */
    default List<ColumnRef> columns() {
        return List.of();
    }

    /** Those of the columns that may hold a list of texts, where it is a list itself. */
    default List<ColumnRef> lists() {
        return List.of();
    }

    /** Whether it is always a list of texts; a single column may hold a text or a list. */
    default boolean isList() {
        return false;
    }

    /** Whether it is always one text. */
    default boolean isText() {
        return !isList() && !(this instanceof Index || this instanceof Name);
    }

    /**
     * A column by number.
     *
     * @param index from 0; negative numbers count from the end, -1 being the last
     */
    record Index(int index) implements ColumnRef {
        @Override
        public List<ColumnRef> columns() {
            return List.of(this);
        }

        @Override
        public List<ColumnRef> lists() {
            return columns();
        }

        @Override
        public String toString() {
            return "column " + index;
        }
    }

    /**
     * A column by the name in the header, the table's column, or the place in a JSON object: {@code
     * target.span1_text} is a key within the object {@code target}, {@code questions[].text} a key
     * within that element of the list {@code questions} which makes the row.
     */
    record Name(String name) implements ColumnRef {
        @Override
        public List<ColumnRef> columns() {
            return List.of(this);
        }

        @Override
        public List<ColumnRef> lists() {
            return columns();
        }

        @Override
        public String toString() {
            return "column \"" + name + "\"";
        }
    }

    /** Not from the row: the running number, from 0, of the rows kept. */
    record RowCount() implements ColumnRef {
        @Override
        public String toString() {
            return "row count";
        }
    }

    /** Not from the row: always the same text, for example the dummy label of a test split. */
    record Constant(String text) implements ColumnRef {
        @Override
        public String toString() {
            return "constant \"" + text + "\"";
        }
    }

    /** The example has no such field, for example the label of an unlabelled split. */
    record Absent() implements ColumnRef {
        @Override
        public String toString() {
            return "absent";
        }
    }

    /**
     * A text composed of others, for example a word and the sentence it stands in.
     *
     * @param parts in order; what stands between columns is a {@link Constant}
     */
    record Template(List<ColumnRef> parts) implements ColumnRef {
        public Template {
            parts = List.copyOf(parts);
        }

        @Override
        public List<ColumnRef> columns() {
            return parts.stream().flatMap(part -> part.columns().stream()).toList();
        }

        @Override
        public String toString() {
            return parts.stream().map(ColumnRef::toString).collect(Collectors.joining(" + "));
        }
    }

    /**
     * A text in which one stretch is replaced by another text, for example a pronoun by the name it
     * may stand for.
     *
     * @param in the whole text
     * @param replaced what is replaced: the first stretch of whole words that reads so
     * @param by what takes its place
     * @param fromWord number of the word, from 0, from which on it is looked for; words are what
     *     blanks separate
     */
    record Replacement(ColumnRef in, ColumnRef replaced, ColumnRef by, ColumnRef fromWord)
            implements ColumnRef {
        @Override
        public List<ColumnRef> columns() {
            return Stream.of(in, replaced, by, fromWord)
                    .flatMap(column -> column.columns().stream())
                    .toList();
        }

        @Override
        public String toString() {
            return "%s with %s in place of %s".formatted(in, by, replaced);
        }
    }

    /**
     * A text in which a mark is replaced by another text wherever it stands, for example the gap of
     * a statement by a name; a list of such texts where the other is a list.
     *
     * @param in the whole text
     * @param mark as it stands there
     * @param by what takes its place
     */
    record Filled(ColumnRef in, String mark, ColumnRef by) implements ColumnRef {
        @Override
        public List<ColumnRef> columns() {
            return Stream.of(in, by).flatMap(column -> column.columns().stream()).toList();
        }

        @Override
        public List<ColumnRef> lists() {
            return by.lists();
        }

        @Override
        public boolean isList() {
            return by.isList();
        }

        @Override
        public boolean isText() {
            return by.isText();
        }

        @Override
        public String toString() {
            return "%s with %s in place of \"%s\"".formatted(in, by, mark);
        }
    }

    /**
     * A text that stands for another, for example a conjunction for the kind of a question.
     *
     * @param of what it stands for
     * @param cases the text for each text that there may be
     */
    record Cases(ColumnRef of, SortedMap<String, String> cases) implements ColumnRef {
        public Cases {
            cases = new TreeMap<>(cases);
        }

        @Override
        public List<ColumnRef> columns() {
            return of.columns();
        }

        @Override
        public String toString() {
            return "%s as %s".formatted(of, cases);
        }
    }

    /**
     * A list of texts: a column and all that follow it in the row.
     *
     * @param first number of the first, from 0
     */
    record From(int first) implements ColumnRef {
        @Override
        public List<ColumnRef> columns() {
            return List.of(new Index(first));
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public String toString() {
            return "columns from %d on".formatted(first);
        }
    }

    /**
     * A list of texts that stand in one, without the blanks around each.
     *
     * @param of the whole text
     * @param separator what stands between two of them
     */
    record Parts(ColumnRef of, String separator) implements ColumnRef {
        @Override
        public List<ColumnRef> columns() {
            return of.columns();
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public String toString() {
            return "%s split at \"%s\"".formatted(of, separator);
        }
    }

    /**
     * A list of texts, each of a column of its own.
     *
     * @param parts in order
     */
    record Several(List<ColumnRef> parts) implements ColumnRef {
        public Several {
            parts = List.copyOf(parts);
        }

        @Override
        public List<ColumnRef> columns() {
            return parts.stream().flatMap(part -> part.columns().stream()).toList();
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public String toString() {
            return parts.stream().map(ColumnRef::toString).collect(Collectors.joining(", "));
        }
    }

    /**
     * The answer to a question, or none, or where it begins, out of a text {@code
     * start:::end:::is_impossible:::answer}, as the Python toolkit's tables of 2020 have it.
     *
     * @param of the whole text
     * @param start whether it is where the answer begins
     */
    record MarkedAnswer(ColumnRef of, boolean start) implements ColumnRef {
        @Override
        public List<ColumnRef> columns() {
            return of.columns();
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public String toString() {
            return "answer%s in %s".formatted(start ? " start" : "", of);
        }
    }

    /**
     * A list of stretches of a text, for example the names that are marked in it.
     *
     * @param of the whole text
     * @param firsts index of the first character of each, a list; characters outside the basic
     *     plane count once
     * @param lasts index of the last character of each, which belongs to it
     */
    record Stretches(ColumnRef of, ColumnRef firsts, ColumnRef lasts) implements ColumnRef {
        @Override
        public List<ColumnRef> columns() {
            return Stream.of(of, firsts, lasts)
                    .flatMap(column -> column.columns().stream())
                    .toList();
        }

        @Override
        public List<ColumnRef> lists() {
            return Stream.of(firsts, lasts).flatMap(column -> column.lists().stream()).toList();
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public String toString() {
            return "stretches of %s from %s to %s".formatted(of, firsts, lasts);
        }
    }

    /**
     * A list without the texts that stand in it before.
     *
     * @param of the whole list
     */
    record Distinct(ColumnRef of) implements ColumnRef {
        @Override
        public List<ColumnRef> columns() {
            return of.columns();
        }

        @Override
        public List<ColumnRef> lists() {
            return of.lists();
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public String toString() {
            return "%s, each once".formatted(of);
        }
    }
}
