package io.github.mtdnn.text;

import io.github.mtdnn.failure.DataFormatException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The pieces of a byte-level BPE vocabulary, in the {@link ByteAlphabet}, and the merges that make
 * them: {@code vocab.json} (or {@code encoder.json}) and {@code merges.txt} (or {@code vocab.bpe})
 * of a published GPT-2 or RoBERTa. Immutable.
 */
public final class BytePairVocabulary implements Serializable {
    public static final String START = "<s>";
    public static final String PAD = "<pad>";
    public static final String END = "</s>";
    public static final String UNKNOWN = "<unk>";
    public static final String MASK = "<mask>";
    public static final String END_OF_TEXT = "<|endoftext|>";

    private static final long serialVersionUID = 1;

    private final List<String> tokens;
    private final Map<String, Integer> ids;
    private final List<Merge> merges;

    /**
     * Two pieces that become one; the merges of a vocabulary are tried in their order.
     *
     * @param left the first piece
     * @param right the piece after it
     */
    public record Merge(String left, String right) implements Serializable {
        String merged() {
            return left + right;
        }
    }

    /**
     * Makes a vocabulary.
     *
     * @param source where the pieces are from; only for messages
     * @param tokens pieces and specials, in the order of their ids
     * @param merges most urgent first
     * @throws DataFormatException where they do not belong together
     */
    public BytePairVocabulary(String source, List<String> tokens, List<Merge> merges) {
        this.tokens = List.copyOf(tokens);
        this.merges = List.copyOf(merges);
        this.ids = new HashMap<>();
        for (String token : this.tokens) {
            if (ids.putIfAbsent(token, ids.size()) != null) {
                throw new DataFormatException(
                        "%s: piece \"%s\" has two ids. Use the files that were published together."
                                .formatted(source, token));
            }
        }
        for (int b = 0; b < 256; b++) {
            require(source, String.valueOf(ByteAlphabet.character(b)), "which stands for a byte");
        }
        for (Merge merge : this.merges) {
            String reason = "which merge \"%s %s\" needs".formatted(merge.left(), merge.right());
            require(source, merge.left(), reason);
            require(source, merge.right(), reason);
            require(source, merge.merged(), reason);
        }
        if (!ids.containsKey(END_OF_TEXT)
                && !(ids.containsKey(START) && ids.containsKey(END) && ids.containsKey(PAD))) {
            throw new DataFormatException(
                    "%s: neither %s, %s and %s (RoBERTa) nor %s (GPT-2) are among the %d pieces."
                                    .formatted(
                                            source,
                                            START,
                                            PAD,
                                            END,
                                            END_OF_TEXT,
                                            this.tokens.size())
                            + " Use the vocabulary that was published with the encoder.");
        }
    }

    private void require(String source, String piece, String reason) {
        if (!ids.containsKey(piece)) {
            throw new DataFormatException(
                    ("%s: piece \"%s\", %s, is not among the %d pieces. Use the "
                                    + "vocabulary and the merges that were published together.")
                            .formatted(source, piece, reason, tokens.size()));
        }
    }

    /**
     * Takes merges from the text of their file: two pieces a line, with a blank between; the first
     * line may name the version of the format.
     */
    public static List<Merge> parseMerges(String source, String text) {
        List<Merge> merges = new ArrayList<>();
        String[] lines = text.split("\r?\n");
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.isEmpty() || i == 0 && line.startsWith("#version")) {
                continue;
            }
            merges.add(parseMerge("%s line %d".formatted(source, i + 1), line));
        }
        return merges;
    }

    /** Takes one merge from its line. */
    public static Merge parseMerge(String where, String line) {
        int blank = line.indexOf(' ');
        if (blank <= 0 || blank == line.length() - 1 || line.indexOf(' ', blank + 1) >= 0) {
            throw new DataFormatException(
                    ("%s: \"%s\" is no merge. A line of merges.txt holds two pieces "
                                    + "with a blank between.")
                            .formatted(where, line));
        }
        return new Merge(line.substring(0, blank), line.substring(blank + 1));
    }

    /**
     * The same pieces in the order of RoBERTa's dictionary, by which its embeddings are numbered:
     * specials first, then pieces as they are listed by their ids in GPT-2, then {@code <mask>}.
     *
     * @param source where the dictionary is from; only for messages
     * @param dictionary the text of fairseq's {@code dict.txt}: on each line an id and how often it
     *     was seen. What is no id, such as {@code madeupword0000}, becomes a piece that never
     *     occurs
     */
    public BytePairVocabulary inOrderOf(String source, String dictionary) {
        List<String> renumbered = new ArrayList<>(List.of(START, PAD, END, UNKNOWN));
        String[] lines = dictionary.split("\r?\n");
        for (int i = 0; i < lines.length; i++) {
            renumbered.add(entry("%s line %d".formatted(source, i + 1), lines[i]));
        }
        renumbered.add(MASK);
        return new BytePairVocabulary(source, renumbered, merges);
    }

    private String entry(String where, String line) {
        int blank = line.indexOf(' ');
        String name = blank < 0 ? line : line.substring(0, blank);
        if (name.isEmpty() || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return name;
        }
        int id = name.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(name);
        if (id >= tokens.size()) {
            throw new DataFormatException(
                    ("%s: %s is not the id of one of the %d pieces. The dictionary has to belong to "
                                    + "the vocabulary of GPT-2.")
                            .formatted(where, name, tokens.size()));
        }
        return tokens.get(id);
    }

    /** Number of pieces, specials included. */
    public int size() {
        return tokens.size();
    }

    /** The piece or special with an id, from 0 to {@link #size()} - 1. */
    public String token(int id) {
        return tokens.get(id);
    }

    /** The id of a piece or special, where it is one. */
    public OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The merges, most urgent first. */
    public List<Merge> merges() {
        return merges;
    }

    /** SHA-256 of pieces and merges, in hexadecimal: the identity of the vocabulary. */
    public String sha256() {
        StringBuilder text = new StringBuilder();
        tokens.forEach(token -> text.append(token).append('\n'));
        merges.forEach(
                merge -> text.append(merge.left()).append(' ').append(merge.right()).append('\n'));
        return Vocabulary.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
