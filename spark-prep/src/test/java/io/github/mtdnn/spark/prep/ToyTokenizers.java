package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.Vocabulary;
import io.github.mtdnn.text.file.TokenizerJsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Small tokenizers of every kind, as files. */
final class ToyTokenizers {
    private static final List<String> WORD_PIECES =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "low", "##er", "Low");

    /** Specials 0 to 4, then the 256 bytes, then the pieces of {@link #MERGES}. */
    private static final int FIRST_MERGED = 5 + 256;

    static final String MERGES = "#version: 0.2\nl o\nlo w\n\u0120 low\n";
    static final int LOW = FIRST_MERGED + 1;
    static final int BLANK_LOW = FIRST_MERGED + 2;

    private ToyTokenizers() {}

    static String wordPieces() {
        return String.join("\n", WORD_PIECES) + "\n";
    }

    /** The same pieces, with upper case. */
    static String described() {
        return TokenizerJsonWriter.wordPiece(Vocabulary.of(WORD_PIECES), Normalization.CASED);
    }

    static String bytePairs() {
        List<String> tokens = new ArrayList<>(List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>"));
        IntStream.concat(
                        IntStream.rangeClosed('!', '~'),
                        IntStream.rangeClosed('\u00a1', '\u0143').filter(c -> c != '\u00ad'))
                .mapToObj(Character::toString)
                .forEach(tokens::add);
        tokens.addAll(List.of("lo", "low", "\u0120low"));
        ObjectNode ids = JsonNodeFactory.instance.objectNode();
        tokens.forEach(token -> ids.put(token, ids.size()));
        return ids.toString();
    }

    static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content, UTF_8);
    }
}
