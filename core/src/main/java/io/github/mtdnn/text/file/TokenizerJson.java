package io.github.mtdnn.text.file;

import io.github.mtdnn.text.Tokenizer;
import java.nio.file.Path;

/**
 * Reads {@code tokenizer.json}, in which the Hugging Face library describes a tokenizer, of the two
 * kinds that we have: WordPiece as in BERT, and byte-level BPE as in GPT-2 and RoBERTa. What would
 * make other tokens than ours is refused by name; how to pad, truncate and decode is not read.
 */
public final class TokenizerJson {
    private TokenizerJson() {}

    /** Reads a file. */
    public static Tokenizer read(Path file) {
        return parse(file.toString(), TokenizerFile.read(file).text());
    }

    /**
     * Takes a tokenizer from the text of its file, for files that do not lie on a local disk.
     *
     * @param source where the text is from; only for messages
     */
    public static Tokenizer parse(String source, String text) {
        JsonPart root = new JsonPart(source, "", Json.parse(source, text));
        JsonPart type = root.member("model").member("type");
        return switch (kind(root)) {
            case "WordPiece" -> WordPieceJson.tokenizer(root);
            case "BPE" -> ByteLevelJson.tokenizer(root);
            default -> throw type.unsupported("\"WordPiece\" or \"BPE\"");
        };
    }

    /** The type of the model; files of before 2021 do not name it. */
    private static String kind(JsonPart root) {
        JsonPart model = root.member("model");
        if (!model.member("type").isAbsent()) {
            return model.member("type").text();
        }
        if (!model.member("merges").isAbsent()) {
            return "BPE";
        }
        return model.member("max_input_chars_per_word").isAbsent() ? "" : "WordPiece";
    }
}
