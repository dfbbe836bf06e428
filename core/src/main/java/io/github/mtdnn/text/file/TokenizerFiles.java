package io.github.mtdnn.text.file;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.ByteLevelTokenizer;
import io.github.mtdnn.text.Tokenizer;
import io.github.mtdnn.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a tokenizer as they were published, and the rules that they leave open: what is read
 * once, sent to executors, and copied beside the models that are trained with it. Which kind of
 * tokenizer it is, the contents of the files say, not their names.
 */
public final class TokenizerFiles implements Serializable {
    /** A WordPiece vocabulary, a piece a line. */
    public static final String WORD_PIECE = "vocab.txt";

    /** The pieces of a byte-level BPE vocabulary; GPT-2's is called {@code encoder.json}. */
    public static final String BYTE_PAIRS = "vocab.json";

    /** The merges of a byte-level BPE vocabulary; GPT-2's are called {@code vocab.bpe}. */
    public static final String MERGES = "merges.txt";

    /** A tokenizer that leaves nothing open. */
    public static final String DESCRIBED = "tokenizer.json";

    private static final long serialVersionUID = 1;

    private final SortedMap<String, TokenizerFile> files;
    private final Rules rules;
    private transient Tokenizer tokenizer;

    /**
     * What the files of a tokenizer do not say.
     *
     * @param cased whether a {@code vocab.txt} has upper case and accents
     * @param prefixSpace whether byte-level BPE reads a text as if a blank stood before it
     */
    public record Rules(boolean cased, boolean prefixSpace) implements Serializable {}

    private TokenizerFiles(SortedMap<String, TokenizerFile> files, Rules rules) {
        this.files = files;
        this.rules = rules;
    }

    /** Puts the files of a tokenizer together that has no {@code tokenizer_config.json}. */
    public static TokenizerFiles of(
            TokenizerFile vocabulary, Optional<TokenizerFile> merges, Rules rules) {
        return of(vocabulary, merges, Optional.empty(), rules);
    }

    /**
     * Puts the files of a tokenizer together, and reads them.
     *
     * @param merges where the vocabulary is one of byte-level BPE
     * @param config the {@code tokenizer_config.json} beside the vocabulary, which may have rules
     * @param set rules that are set
     * @throws ConfigException where files and rules do not belong together
     * @throws io.github.mtdnn.failure.DataFormatException where a file is not as it has to be
     */
    public static TokenizerFiles of(
            TokenizerFile vocabulary,
            Optional<TokenizerFile> merges,
            Optional<TokenizerFile> config,
            Rules set) {
        String name = nameOf(vocabulary);
        boolean bytePairs = name.equals(BYTE_PAIRS);
        if (bytePairs && merges.isEmpty()) {
            throw new ConfigException(
                    ("%s is a byte-level BPE vocabulary, of which the merges are missing. Set"
                                    + " encoder.merges (tokenize: --merges) to the merges.txt or"
                                    + " vocab.bpe that was published with it.")
                            .formatted(vocabulary.source()));
        }
        if (!bytePairs && merges.isPresent()) {
            throw new ConfigException(
                    ("%s is %s, to which no merges belong, but encoder.merges (tokenize: --merges)"
                                    + " is %s. Leave it out, or name the vocab.json or encoder.json"
                                    + " that belongs to the merges as the vocabulary.")
                            .formatted(
                                    vocabulary.source(), described(name), merges.get().source()));
        }
        refuse(set.cased() && !name.equals(WORD_PIECE), vocabulary, "cased", "a vocab.txt");
        refuse(
                set.prefixSpace() && !bytePairs,
                vocabulary,
                "prefix-space",
                "a vocab.json with merges");
        Rules rules = config.map(file -> TokenizerConfigFile.complete(set, name, file)).orElse(set);
        SortedMap<String, TokenizerFile> files = new TreeMap<>();
        files.put(name, vocabulary);
        merges.ifPresent(file -> files.put(MERGES, file));
        TokenizerFiles tokenizer = new TokenizerFiles(files, rules);
        tokenizer.open();
        return tokenizer;
    }

    private static String nameOf(TokenizerFile vocabulary) {
        if (!vocabulary.isJsonObject()) {
            return WORD_PIECE;
        }
        return Json.parse(vocabulary.source(), vocabulary.text()).path("model").isObject()
                ? DESCRIBED
                : BYTE_PAIRS;
    }

    private static String described(String name) {
        return switch (name) {
            case WORD_PIECE -> "a WordPiece vocabulary (vocab.txt)";
            case BYTE_PAIRS -> "a byte-level BPE vocabulary (vocab.json)";
            default -> "a tokenizer.json";
        };
    }

    private static void refuse(
            boolean isWrong, TokenizerFile vocabulary, String rule, String owner) {
        if (isWrong) {
            throw new ConfigException(
                    ("encoder.%1$s = true (tokenize: --%1$s) applies to %2$s, and %3$s is %4$s."
                                    + " Leave it out.")
                            .formatted(
                                    rule,
                                    owner,
                                    vocabulary.source(),
                                    described(nameOf(vocabulary))));
        }
    }

    /** The tokenizer, made once in each process and safe for use by many threads. */
    public synchronized Tokenizer open() {
        if (tokenizer == null) {
            tokenizer = read();
        }
        return tokenizer;
    }

    /** Name of the file with the pieces: which kind of tokenizer it is. */
    String kind() {
        return files.lastKey();
    }

    /** What the files do not say. */
    Rules rules() {
        return rules;
    }

    private Tokenizer read() {
        TokenizerFile vocabulary = files.get(kind());
        return switch (kind()) {
            case WORD_PIECE ->
                    new BertTokenizer(
                            Vocabulary.parse(vocabulary.source(), vocabulary.bytes()),
                            rules.cased());
            case DESCRIBED -> TokenizerJson.parse(vocabulary.source(), vocabulary.text());
            default -> {
                TokenizerFile merges = files.get(MERGES);
                yield new ByteLevelTokenizer(
                        BytePairFiles.parse(
                                vocabulary.source(),
                                vocabulary.text(),
                                merges.source(),
                                merges.text()),
                        rules.prefixSpace());
            }
        };
    }

    /** The files' contents, by the names under which the usual tools look for them. */
    public SortedMap<String, byte[]> contents() {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        files.forEach((name, file) -> contents.put(name, file.bytes()));
        return contents;
    }

    /** SHA-256 of files and rules, in hexadecimal: what the ids of a text depend on. */
    public String sha256() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(rules.toString().getBytes(StandardCharsets.UTF_8));
        files.forEach(
                (name, file) -> {
                    String head = "%s %d\n".formatted(name, file.bytes().length);
                    all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
                    all.writeBytes(file.bytes());
                });
        return Vocabulary.sha256(all.toByteArray());
    }
}
