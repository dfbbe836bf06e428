package io.github.mtdnn.spark.prep;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;

/**
 * The rows of one JSON document, as SQuAD is published. Of its first list one element at a time is
 * held, so that memory does not grow with the file.
 */
final class JsonDocument implements RecordReader {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final JsonParser parser;
    private final JsonRows rows;
    private boolean isInList;
    private int elements;
    private long line = 1;
    private JsonNode current = NullNode.getInstance();
    private String place = "";
    private Iterator<JsonRow> rowsOfElement = Collections.emptyIterator();
    private RawRow row;

    /**
     * @param in all of a file; closed with the reader
     * @param rows where the rows are in the document
     */
    JsonDocument(InputStream in, JsonRows rows) throws IOException {
        this.parser = MAPPER.createParser(in);
        this.rows = rows;
    }

    @Override
    public boolean next() throws IOException {
        while (!rowsOfElement.hasNext()) {
            place = "";
            if (!nextElement()) {
                return false;
            }
            place = "%s[%d]".formatted(rows.firstList(), elements++);
            rowsOfElement = rows.ofElement(current, place).iterator();
        }
        JsonRow next = rowsOfElement.next();
        current = next.own();
        place = next.place();
        row = next;
        return true;
    }

    private boolean nextElement() throws IOException {
        try {
            if (!isInList) {
                enterList();
                isInList = true;
            }
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                readToEnd();
                return false;
            }
            line = parser.currentTokenLocation().getLineNr();
            current = MAPPER.readTree(parser);
            return true;
        } catch (JsonProcessingException e) {
            line = e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw RowProblem.endingReading(
                    ("no JSON document: %s (character %d of the line). Correct the file; where it was"
                                    + " cut off, get it again.")
                            .formatted(
                                    e.getOriginalMessage().lines().findFirst().orElse(""),
                                    e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
        }
    }

    private void enterList() throws IOException {
        JsonToken token = parser.nextToken();
        if (!rows.firstList().isEmpty()) {
            for (String key : rows.firstList().split("\\.")) {
                token = valueOf(key, token);
            }
        }
        if (token != JsonToken.START_ARRAY) {
            throw noList("is " + nameOf(token));
        }
    }

    /** Goes to the value of a key of the object that begins here. */
    private JsonToken valueOf(String key, JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            throw noList("\"%s\" is looked for in %s".formatted(key, nameOf(start)));
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(key);
            JsonToken value = parser.nextToken();
            if (found) {
                return value;
            }
            parser.skipChildren();
        }
        throw noList("there is no key \"%s\"".formatted(key));
    }

    private RowProblem noList(String found) {
        line = parser.currentTokenLocation().getLineNr();
        return RowProblem.endingReading(
                ("\"%s[]\" has to be a JSON array of rows, but %s. Correct the file, or rows in the"
                                + " task's definition.")
                        .formatted(rows.firstList(), found));
    }

    private static String nameOf(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "a JSON object";
            case START_ARRAY -> "a JSON array";
            default -> "a JSON " + token.name().toLowerCase(Locale.ROOT).replace("value_", "");
        };
    }

    /** What stands after the list has to be sound, and the digest of the file needs its bytes. */
    private void readToEnd() throws IOException {
        boolean isClosed = parser.getParsingContext().inRoot();
        while (parser.nextToken() != null) {
            if (isClosed) {
                line = parser.currentTokenLocation().getLineNr();
                throw RowProblem.endingReading(
                        "more follows after the end of the JSON document. Leave one document in a"
                                + " file; for an object a line, set format = jsonl.");
            }
            isClosed = parser.getParsingContext().inRoot();
        }
    }

    @Override
    public RawRow row() {
        return row;
    }

    /** The row's own part of the document. */
    @Override
    public String raw() {
        return current.toString();
    }

    /**
     * Line at which the row's element of the first list begins; {@link #place()} tells the rest.
     */
    @Override
    public long line() {
        return line;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public long lines() {
        return parser.currentLocation().getLineNr();
    }

    @Override
    public long offset() {
        return parser.currentLocation().getByteOffset();
    }

    @Override
    public long shortRows() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
