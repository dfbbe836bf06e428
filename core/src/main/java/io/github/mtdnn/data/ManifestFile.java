package io.github.mtdnn.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.util.regex.Pattern;

/** The JSON form of a {@link Manifest}; keys are the names of the record's components. */
public final class ManifestFile {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{" + Sha256.HEX_DIGITS + "}");

    private ManifestFile() {}

    /** The bytes to store, UTF-8; equal manifests give equal bytes. */
    public static byte[] toJson(Manifest manifest) {
        try {
            return MAPPER.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest holds texts and numbers only", e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param location the file's name, for messages
     * @throws DataFormatException where the bytes are no manifest of this version
     */
    public static Manifest parse(byte[] json, String location) {
        Manifest manifest;
        try {
            JsonNode tree = MAPPER.readTree(json);
            requireVersion(tree, location);
            manifest = MAPPER.treeToValue(tree, Manifest.class);
        } catch (IOException e) {
            throw damaged(location, firstLine(e), e);
        }
        requireConsistent(manifest, location);
        return manifest;
    }

    private static void requireVersion(JsonNode tree, String location) {
        // A version is looked for first: another version has other keys.
        JsonNode version = tree.path("formatVersion");
        if (!version.isInt()) {
            throw damaged(location, "it has no number \"formatVersion\"", null);
        }
        if (version.intValue() != Manifest.FORMAT_VERSION) {
            throw new DataFormatException(
                    "%s: format version %d cannot be read, this program reads version %d. "
                                    .formatted(
                                            location, version.intValue(), Manifest.FORMAT_VERSION)
                            + "Run prepare again.");
        }
    }

    private static void requireConsistent(Manifest manifest, String location) {
        boolean groupBefore = false;
        for (Manifest.Shard shard : manifest.shards()) {
            if (shard.continuesGroup() && !groupBefore) {
                throw damaged(
                        location,
                        "%s continues a group, and none has begun".formatted(shard.file()),
                        null);
            }
            groupBefore |= shard.groups() > 0;
            if (shard.file().isBlank() || shard.file().contains("/")) {
                throw damaged(
                        location,
                        "\"%s\" is not the name of a file beside it".formatted(shard.file()),
                        null);
            }
            if (!SHA256.matcher(shard.sha256()).matches()) {
                throw damaged(
                        location,
                        "checksum \"%s\" of %s is not %d hexadecimal digits"
                                .formatted(shard.sha256(), shard.file(), Sha256.HEX_DIGITS),
                        null);
            }
            long counted = shard.lengthHistogram().stream().mapToLong(Long::longValue).sum();
            if (counted != shard.rows()) {
                throw damaged(
                        location,
                        "the length histogram of %s counts %d rows of %d"
                                .formatted(shard.file(), counted, shard.rows()),
                        null);
            }
        }
    }

    private static DataFormatException damaged(String location, String found, Throwable cause) {
        return new DataFormatException(
                "%s: not a manifest of encoded shards: %s. Run prepare again."
                        .formatted(location, found),
                cause);
    }

    private static String firstLine(IOException e) {
        String message =
                e instanceof JsonProcessingException json
                        ? json.getOriginalMessage()
                        : String.valueOf(e.getMessage());
        // What follows is about Jackson's own switches.
        return message.lines().findFirst().orElse("unreadable").split("; | \\(set ", 2)[0];
    }
}
