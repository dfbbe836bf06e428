package io.github.mtdnn.task;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where the fields of an example come from in a raw row.
 *
 * @param byField column of each field; a field that is not there is {@link ColumnRef.Absent}
 */
public record FieldColumns(Map<Field, ColumnRef> byField) implements Serializable {
    public FieldColumns {
        EnumMap<Field, ColumnRef> present = new EnumMap<>(Field.class);
        byField.forEach(
                (field, column) -> {
                    if (!(column instanceof ColumnRef.Absent)) {
                        present.put(field, column);
                    }
                });
        byField = present;
    }

    /** The column of a field. */
    public ColumnRef of(Field field) {
        return byField.getOrDefault(field, new ColumnRef.Absent());
    }

    /** Every column that a raw row has to have, in the order of the fields. */
    public List<ColumnRef> columns() {
        return byField.values().stream().flatMap(column -> column.columns().stream()).toList();
    }
}
