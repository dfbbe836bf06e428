package io.github.mtdnn.spark.prep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.mtdnn.task.ColumnRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One JSON object a line; blank lines are no rows. */
final class JsonLines implements RecordReader {
    private static final ObjectReader READER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readerFor(JsonNode.class);

    private final LineReader lines;
    private JsonNode object;

    JsonLines(LineReader lines) {
        this.lines = lines;
    }

    @Override
    public boolean next() throws IOException {
        while (lines.next()) {
            String line = Utf8.decode(lines.line(), lines.lineBytes());
            if (!line.isBlank()) {
                object = parse(line);
                return true;
            }
        }
        return false;
    }

    private static JsonNode parse(String line) throws IOException {
        try {
            JsonNode node = READER.readTree(line);
            if (!node.isObject()) {
                throw new RowProblem(
                        "a JSON %s, but each line has to be a JSON object. Correct the line."
                                .formatted(nameOf(node)));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new RowProblem(
                    ("not a JSON object: %s (character %d). Correct the line; each object "
                                    + "stands on a line of its own.")
                            .formatted(
                                    e.getOriginalMessage().lines().findFirst().orElse(""),
                                    e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
        }
    }

    @Override
    public RawRow row() {
        return column -> {
            if (!(column instanceof ColumnRef.Name name)) {
                throw new IllegalArgumentException(column + " of a JSON object");
            }
            JsonNode value = object.path(name.name());
            if (value.isMissingNode()) {
                List<String> keys = new ArrayList<>();
                object.fieldNames().forEachRemaining(keys::add);
                throw new RowProblem(
                        ("no key \"%s\" among %s. Correct the line, or the column in the "
                                        + "task's definition.")
                                .formatted(name.name(), keys));
            }
            if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
                throw new RowProblem(
                        ("\"%s\" is a JSON %s, but has to be a text, a number or true or "
                                        + "false. Correct the line, or the column in the "
                                        + "task's definition.")
                                .formatted(name.name(), nameOf(value)));
            }
            return value.asText();
        };
    }

    private static String nameOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "text";
            case NUMBER -> "number";
            case BOOLEAN -> "true or false";
            default -> "null";
        };
    }

    @Override
    public long line() {
        return lines.lines();
    }

    @Override
    public long lines() {
        return lines.lines();
    }

    @Override
    public long offset() {
        return lines.offset();
    }

    @Override
    public long shortRows() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
