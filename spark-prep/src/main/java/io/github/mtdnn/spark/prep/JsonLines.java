package io.github.mtdnn.spark.prep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;

/** One JSON object a line, which is a row or holds a list of rows; blank lines are no rows. */
final class JsonLines implements RecordReader {
    private static final ObjectReader READER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readerFor(JsonNode.class);

    private final LineReader lines;
    private final JsonRows rows;
    private Iterator<JsonRow> rowsOfLine = Collections.emptyIterator();
    private RawRow row;
    private String place = "";

    /**
     * @param rows where the rows are in an object
     */
    JsonLines(LineReader lines, JsonRows rows) {
        this.lines = lines;
        this.rows = rows;
    }

    @Override
    public boolean next() throws IOException {
        while (!rowsOfLine.hasNext()) {
            place = "";
            if (!lines.next()) {
                return false;
            }
            String line = Utf8.decode(lines.line(), lines.lineBytes());
            if (!line.isBlank()) {
                rowsOfLine = rows.of(parse(line)).iterator();
            }
        }
        JsonRow next = rowsOfLine.next();
        place = next.place();
        row = next;
        return true;
    }

    private static JsonNode parse(String line) throws IOException {
        try {
            JsonNode node = READER.readTree(line);
            if (!node.isObject()) {
                throw new RowProblem(
                        "a JSON %s, but each line has to be a JSON object. Correct the line."
                                .formatted(JsonRow.nameOf(node)));
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
        return row;
    }

    @Override
    public String raw() {
        return lines.text();
    }

    @Override
    public long line() {
        return lines.lines();
    }

    @Override
    public String place() {
        return place;
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
