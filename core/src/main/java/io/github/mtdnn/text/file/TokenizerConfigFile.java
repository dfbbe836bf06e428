package io.github.mtdnn.text.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.Tokenizer;
import io.github.mtdnn.text.file.TokenizerFiles.Rules;
import java.nio.charset.StandardCharsets;

/**
 * The {@code tokenizer_config.json} in which the usual Python libraries keep what the other files
 * of a tokenizer leave open. Without it, they and we would read a cased vocabulary as an uncased
 * one.
 */
public final class TokenizerConfigFile {
    public static final String NAME = "tokenizer_config.json";

    private static final String LOWER_CASE = "do_lower_case";
    private static final String STRIP_ACCENTS = "strip_accents";
    private static final String SPLIT_IDEOGRAPHS = "tokenize_chinese_chars";
    private static final String PREFIX_SPACE = "add_prefix_space";

    private TokenizerConfigFile() {}

    /**
     * The file's bytes.
     *
     * @param maxTokens longest sequence that the model beside it takes, specials included
     */
    public static byte[] write(TokenizerFiles files, int maxTokens) {
        Tokenizer tokenizer = files.open();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        switch (files.kind()) {
            case TokenizerFiles.WORD_PIECE ->
                    root.put("tokenizer_class", "BertTokenizer")
                            .put(LOWER_CASE, !files.rules().cased());
            case TokenizerFiles.BYTE_PAIRS ->
                    root.put("tokenizer_class", "RobertaTokenizer")
                            .put(PREFIX_SPACE, files.rules().prefixSpace());
            // Another class would put rules of its own over those of the file.
            default -> root.put("tokenizer_class", "PreTrainedTokenizerFast");
        }
        root.put("model_max_length", maxTokens);
        root.put("pad_token", tokenizer.token(tokenizer.padId()));
        root.put("unk_token", tokenizer.token(tokenizer.unknownId()));
        root.put("cls_token", tokenizer.token(tokenizer.layout().startId()));
        root.put("sep_token", tokenizer.token(tokenizer.layout().endId()));
        tokenizer.maskId().ifPresent(id -> root.put("mask_token", tokenizer.token(id)));
        return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The rules that settings and file give together.
     *
     * @param set rules that are set; those that are not may be in the file
     * @param kind of the tokenizer that the file stands beside, as {@link TokenizerFiles#kind}
     * @throws ConfigException where they contradict each other
     * @throws DataFormatException where the file asks for something else than those rules
     */
    static Rules complete(Rules set, String kind, TokenizerFile file) {
        JsonNode root = Json.parse(file.source(), file.text());
        return switch (kind) {
            case TokenizerFiles.WORD_PIECE -> {
                boolean lowersCase = flag(root, LOWER_CASE, !set.cased(), file);
                if (set.cased() && lowersCase) {
                    throw new ConfigException(
                            ("encoder.cased = true, but %s says %s = true. Leave encoder.cased out,"
                                            + " or correct the file.")
                                    .formatted(file.source(), LOWER_CASE));
                }
                require(root, STRIP_ACCENTS, lowersCase, file);
                require(root, SPLIT_IDEOGRAPHS, true, file);
                yield new Rules(!lowersCase, set.prefixSpace());
            }
            case TokenizerFiles.BYTE_PAIRS ->
                    new Rules(
                            set.cased(),
                            set.prefixSpace() || flag(root, PREFIX_SPACE, false, file));
            default -> set;
        };
    }

    private static void require(JsonNode root, String key, boolean required, TokenizerFile file) {
        if (flag(root, key, required, file) != required) {
            throw new DataFormatException(
                    ("%s: %s = %s, which a vocab.txt with %s = %s cannot have here. Use the"
                                    + " tokenizer.json that was published with the encoder.")
                            .formatted(
                                    file.source(),
                                    key,
                                    !required,
                                    LOWER_CASE,
                                    root.path(LOWER_CASE).asText("true")));
        }
    }

    private static boolean flag(JsonNode root, String key, boolean absent, TokenizerFile file) {
        JsonNode value = root.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw new DataFormatException(
                    "%s: %s is %s; it has to be true or false. Fetch the file again."
                            .formatted(file.source(), key, value));
        }
        return value.booleanValue();
    }
}
