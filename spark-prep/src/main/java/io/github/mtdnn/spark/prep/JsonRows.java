package io.github.mtdnn.spark.prep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the rows are in a JSON object: it is one itself, or it holds a list, or lists of lists, of
 * them. {@code passage.questions[].answers[]} goes through the questions of the passage, and makes
 * a row of each of their answers.
 */
final class JsonRows {
    /** Path of each list on the way, from the element of the list before it. */
    private final List<String> lists = new ArrayList<>();

    /**
     * @param path of the list of rows; empty where the object is a row
     */
    JsonRows(String path) {
        String rest = path;
        while (!rest.isEmpty()) {
            int end = rest.indexOf(JsonRow.LIST);
            String list = rest.substring(0, end);
            lists.add(list.startsWith(".") ? list.substring(1) : list);
            rest = rest.substring(end + JsonRow.LIST.length());
        }
    }

    /**
     * The rows of an object, in its order.
     *
     * @throws RowProblem where a list on the way is not there
     */
    List<RawRow> of(JsonNode object) {
        List<Map<String, JsonNode>> rows = List.of(Map.of("", object));
        String path = "";
        for (String list : lists) {
            String inner = path.isEmpty() ? list + JsonRow.LIST : path + "." + list + JsonRow.LIST;
            List<Map<String, JsonNode>> elements = new ArrayList<>();
            for (Map<String, JsonNode> row : rows) {
                for (JsonNode element : elements(row.get(path), list, inner)) {
                    Map<String, JsonNode> extended = new LinkedHashMap<>(row);
                    extended.put(inner, element);
                    elements.add(extended);
                }
            }
            rows = elements;
            path = inner;
        }
        return rows.stream().<RawRow>map(JsonRow::new).toList();
    }

    private static JsonNode elements(JsonNode parent, String list, String path) {
        JsonNode elements = JsonRow.find(parent, list);
        if (!elements.isArray()) {
            throw new RowProblem(
                    ("\"%s\" has to be a JSON array of rows, but is %s. Correct the line, or rows in"
                                    + " the task's definition.")
                            .formatted(
                                    path,
                                    elements.isMissingNode()
                                            ? "not there"
                                            : "a JSON " + JsonRow.nameOf(elements)));
        }
        return elements;
    }
}
