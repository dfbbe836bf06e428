package io.github.mtdnn.spark.prep;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mtdnn.task.ColumnRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A row in a JSON object.
 *
 * @param elements the object, under the empty path, and that element of each list on the way to the
 *     row which the row is in, under the path of the list
 * @param own the last of them, which is the row's own
 * @param place the path of that element, with its number in each list from 0
 */
record JsonRow(Map<String, JsonNode> elements, JsonNode own, String place) implements RawRow {
    /** Follows the path of a list. */
    static final String LIST = "[]";

    @Override
    public String text(ColumnRef column) {
        return text(find(column), column);
    }

    @Override
    public List<String> texts(ColumnRef column, boolean wordByWord) {
        String name = name(column);
        int last = name.lastIndexOf(LIST);
        // A list on the way to the row has one element here; another is a list of this row.
        boolean inside =
                last >= 0 && !elements.containsKey(name.substring(0, last + LIST.length()));
        if (!inside) {
            JsonNode found = find(column);
            if (!found.isArray()) {
                return ListText.parse(text(found, column), column, wordByWord);
            }
            return texts(found, "", column);
        }
        String inner = name.substring(last + LIST.length());
        JsonNode list = find(new ColumnRef.Name(name.substring(0, last)));
        return texts(list, inner.startsWith(".") ? inner.substring(1) : inner, column);
    }

    /** The texts at a path within each element of a list. */
    private static List<String> texts(JsonNode list, String path, ColumnRef column) {
        if (!list.isArray()) {
            throw new RowProblem(
                    "%s is a JSON %s, but has to be a list. Correct the line, or the column in the task's definition."
                            .formatted(column, nameOf(list)));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list) {
            JsonNode value = path.isEmpty() ? element : find(element, path);
            if (value.isMissingNode()) {
                throw new RowProblem(
                        "%s: element %d of the list has no key \"%s\". Correct the line, or the column in the task's definition."
                                .formatted(column, texts.size() + 1, path));
            }
            texts.add(text(value, column));
        }
        return texts;
    }

    private static String name(ColumnRef column) {
        if (column instanceof ColumnRef.Name name) {
            return name.name();
        }
        throw new IllegalArgumentException(column + " of a JSON object");
    }

    private JsonNode find(ColumnRef column) {
        String name = name(column);
        int end = name.lastIndexOf(LIST);
        String list = end < 0 ? "" : name.substring(0, end + LIST.length());
        String key = name.substring(list.length());
        JsonNode parent = elements.get(list);
        JsonNode value = key.isEmpty() ? parent : find(parent, end < 0 ? key : key.substring(1));
        if (value.isMissingNode()) {
            List<String> keys = new ArrayList<>();
            parent.fieldNames().forEachRemaining(keys::add);
            throw new RowProblem(
                    "no key \"%s\" among %s. Correct the line, or the column in the task's definition."
                            .formatted(name, keys));
        }
        return value;
    }

    private static String text(JsonNode value, ColumnRef column) {
        if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
            throw new RowProblem(
                    ("%s is a JSON %s, but has to be a text, a number or true or false. Correct"
                                    + " the line, or the column in the task's definition.")
                            .formatted(column, nameOf(value)));
        }
        return value.asText();
    }

    /** What stands at a key, or, where dots lead into objects, at the end of a path of keys. */
    static JsonNode find(JsonNode object, String path) {
        int dot = path.indexOf('.');
        if (dot < 0 || object.has(path)) {
            return object.path(path);
        }
        return find(object.path(path.substring(0, dot)), path.substring(dot + 1));
    }

    /** The kind of a node as messages call it. */
    static String nameOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "text";
            case NUMBER -> "number";
            case BOOLEAN -> "true or false";
            default -> "null";
        };
    }
}
