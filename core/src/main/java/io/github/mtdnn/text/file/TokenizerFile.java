package io.github.mtdnn.text.file;

import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One whole file of a tokenizer.
 *
 * @param source where it is from; only for messages
 * @param bytes its contents
 */
public record TokenizerFile(String source, byte[] bytes) implements Serializable {

    /** Reads a file of a local disk. */
    public static TokenizerFile read(Path file) {
        try {
            return new TokenizerFile(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new DataFormatException(
                    ("%s is not there. Name a file of the tokenizer that was "
                                    + "published with the encoder.")
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s cannot be read (%s). It has to be a readable text file.".formatted(file, e),
                    e);
        }
    }

    /** The contents as UTF-8. */
    String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new DataFormatException(
                    "%s is not valid UTF-8. Convert the file or fetch it again.".formatted(source),
                    e);
        }
    }

    /** Whether it begins as a JSON object with members does: with a brace and a quotation mark. */
    boolean isJsonObject() {
        int brace = skipBlanks(0);
        int quote = skipBlanks(brace + 1);
        return quote < bytes.length && bytes[brace] == '{' && bytes[quote] == '"';
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < bytes.length && Character.isWhitespace(bytes[at])) {
            at++;
        }
        return at;
    }
}
