package io.github.mtdnn.spark.prep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.mtdnn.task.ColumnRef;
import java.util.ArrayList;
import java.util.List;

/**
 * A list written as a text: {@code ["a", "b"]} as in JSON, {@code ['a', "it's"]} as Python prints
 * it, words with blanks between them, or one text alone.
 */
final class ListText {
    private static final ObjectReader READER =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readerFor(JsonNode.class);

    private ListText() {}

    /**
     * @param column for messages
     * @param wordByWord whether a text that is not in brackets is split at its blanks
     * @throws RowProblem where the text begins like a list and is none
     */
    static List<String> parse(String text, ColumnRef column, boolean wordByWord) {
        String list = text.strip();
        if (!list.startsWith("[")) {
            if (list.isEmpty()) {
                return List.of();
            }
            return wordByWord ? List.of(list.split("\\s+")) : List.of(text);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : read(list, column)) {
            if (!element.isValueNode() || element.isNull()) {
                throw new RowProblem(
                        ("%s, element %d: %s is no text. A list holds texts or numbers alone."
                                        + " Correct the row.")
                                .formatted(column, texts.size() + 1, element));
            }
            texts.add(element.asText());
        }
        return texts;
    }

    private static JsonNode read(String list, ColumnRef column) {
        try {
            return READER.readTree(PythonEscapes.asJson(list));
        } catch (JsonProcessingException e) {
            throw new RowProblem(
                    ("%s is no list: %s. Write [\"a\", \"b\"] or ['a', 'b']. Correct the row.")
                            .formatted(column, e.getOriginalMessage()));
        }
    }
}
