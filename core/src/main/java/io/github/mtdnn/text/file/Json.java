package io.github.mtdnn.text.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.mtdnn.failure.DataFormatException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the files of tokenizers have in common as JSON. */
final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {}

    static JsonNode parse(String source, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new DataFormatException(
                    "%s line %d: not valid JSON (%s). Fetch the file again."
                            .formatted(
                                    source,
                                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        }
    }

    /**
     * The tokens of an object from token to id, in the order of their ids, which have to be 0 to
     * size - 1.
     */
    static List<String> tokensById(String source, JsonNode ids) {
        if (!ids.isObject()) {
            throw new DataFormatException(
                    ("%s: the vocabulary is no object from pieces to ids. Use the file that "
                                    + "was published with the encoder.")
                            .formatted(source));
        }
        String[] tokens = new String[ids.size()];
        for (Map.Entry<String, JsonNode> entry : ids.properties()) {
            int id = entry.getValue().isInt() ? entry.getValue().intValue() : -1;
            if (id < 0 || id >= tokens.length || tokens[id] != null) {
                throw new DataFormatException(
                        "%s: piece \"%s\" has id %s. Each of 0 to %d has to be the id of one piece."
                                .formatted(
                                        source,
                                        entry.getKey(),
                                        entry.getValue(),
                                        tokens.length - 1));
            }
            tokens[id] = entry.getKey();
        }
        return Arrays.asList(tokens);
    }
}
