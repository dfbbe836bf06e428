package io.github.mtdnn.text.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mtdnn.failure.DataFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a JSON file that knows where it is, for messages that say so.
 *
 * @param source the file
 * @param path names and positions from the root, with dots between; empty for the root
 */
record JsonPart(String source, String path, JsonNode node) {

    /** A member of this object; a missing one is a part that {@linkplain #isAbsent is absent}. */
    JsonPart member(String name) {
        return new JsonPart(source, path.isEmpty() ? name : path + "." + name, node.path(name));
    }

    /** The elements of this array; none where there is none. */
    List<JsonPart> elements() {
        List<JsonPart> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new JsonPart(source, path + "[" + i + "]", node.get(i)));
        }
        return elements;
    }

    /** Whether it is not there, or {@code null}. */
    boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    /** A text; the empty string where it is absent. */
    String text() {
        if (!isAbsent() && !node.isTextual()) {
            throw unsupported("a text");
        }
        return node.asText("");
    }

    boolean flag(boolean byDefault) {
        if (!isAbsent() && !node.isBoolean()) {
            throw unsupported("true or false");
        }
        return isAbsent() ? byDefault : node.booleanValue();
    }

    int number() {
        if (!node.isInt()) {
            throw unsupported("a whole number");
        }
        return node.intValue();
    }

    /** Refuses all but one text; an absent one is empty. */
    void requireText(String allowed) {
        if (!text().equals(allowed)) {
            throw unsupported(allowed.isEmpty() ? "null" : '"' + allowed + '"');
        }
    }

    /** Refuses one of the two values of a flag. */
    void requireFlag(boolean allowed) {
        if (flag(allowed) != allowed) {
            throw unsupported(Boolean.toString(allowed));
        }
    }

    /** The failure that says what is here and what could be. */
    DataFormatException unsupported(String allowed) {
        String found = isAbsent() ? "absent" : shortened(node.toString());
        return new DataFormatException(
                "%s: %s is %s, which is not supported; it can be %s. "
                                .formatted(
                                        source, path.isEmpty() ? "the file" : path, found, allowed)
                        + "Read are WordPiece with BertNormalizer and BertPreTokenizer, and BPE with "
                        + "ByteLevel.");
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
