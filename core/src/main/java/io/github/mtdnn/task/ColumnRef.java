package io.github.mtdnn.task;

import java.io.Serializable;

/** Where a field of an example comes from in a raw row. */
public sealed interface ColumnRef extends Serializable {

    /**
     * A column by number.
     *
     * @param index from 0; negative numbers count from the end, -1 being the last
     */
    record Index(int index) implements ColumnRef {
        @Override
        public String toString() {
            return "column " + index;
        }
    }

    /** A column by the name in the header, the JSON key or the table's column. */
    record Name(String name) implements ColumnRef {
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
}
