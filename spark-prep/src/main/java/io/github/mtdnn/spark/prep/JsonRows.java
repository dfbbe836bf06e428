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
    List<JsonRow> of(JsonNode object) {
        return within(new JsonRow(Map.of("", object), object, ""), "", lists);
    }

    /** Path of the first list from the object. */
    String firstList() {
        return lists.get(0);
    }

    /**
     * The rows of an element of the first list, in its order.
     *
     * @param place of the element, with its number in the list
     * @throws RowProblem where a further list on the way is not there
     */
    List<JsonRow> ofElement(JsonNode element, String place) {
        String path = firstList() + JsonRow.LIST;
        return within(
                new JsonRow(Map.of(path, element), element, place),
                path,
                lists.subList(1, lists.size()));
    }

    private static List<JsonRow> within(JsonRow start, String startPath, List<String> lists) {
        List<JsonRow> rows = List.of(start);
        String path = startPath;
        for (String list : lists) {
            String inner = path.isEmpty() ? list + JsonRow.LIST : path + "." + list + JsonRow.LIST;
            List<JsonRow> elements = new ArrayList<>();
            for (JsonRow row : rows) {
                String place = row.place().isEmpty() ? list : row.place() + "." + list;
                int number = 0;
                for (JsonNode element : elements(row.own(), list, inner)) {
                    Map<String, JsonNode> extended = new LinkedHashMap<>(row.elements());
                    extended.put(inner, element);
                    elements.add(new JsonRow(extended, element, place + "[" + number++ + "]"));
                }
            }
            rows = elements;
            path = inner;
        }
        return rows;
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
