package io.github.mtdnn.text.file;

import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a whole file of UTF-8 text. */
final class TextFile {
    private TextFile() {}

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new DataFormatException(
                    ("%s is not there. Name a file of the tokenizer that was "
                                    + "published with the encoder.")
                            .formatted(file),
                    e);
        } catch (CharacterCodingException e) {
            throw new DataFormatException(
                    "%s is not valid UTF-8. Convert the file or fetch it again.".formatted(file),
                    e);
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s cannot be read (%s). It has to be a readable text file.".formatted(file, e),
                    e);
        }
    }
}
