package io.github.mtdnn.text;

import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The pieces that a network knows: {@code vocab.txt} of a published BERT, one piece a line, the id
 * of a piece being its line's number from 0. Pieces that begin with {@code ##} continue a word.
 * Immutable.
 */
public final class Vocabulary implements Serializable {
    public static final String PAD = "[PAD]";
    public static final String UNKNOWN = "[UNK]";
    public static final String CLS = "[CLS]";
    public static final String SEP = "[SEP]";
    public static final String MASK = "[MASK]";

    private static final long serialVersionUID = 1;
    private static final List<String> REQUIRED = List.of(PAD, UNKNOWN, CLS, SEP);
    private static final String CONTINUATION_PREFIX = "##";
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final List<String> pieces;
    private final Map<String, Integer> ids;
    private final String sha256;

    private Vocabulary(List<String> pieces, Map<String, Integer> ids, String sha256) {
        this.pieces = List.copyOf(pieces);
        this.ids = ids;
        this.sha256 = sha256;
    }

    /** Reads a vocabulary file. */
    public static Vocabulary read(Path file) {
        try {
            return parse(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new DataFormatException(
                    "vocabulary %s is not there. Set encoder.vocab to the vocab.txt of the encoder."
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new DataFormatException(
                    "vocabulary %s cannot be read (%s). It has to be a readable text file."
                            .formatted(file, e),
                    e);
        }
    }

    /**
     * Takes a vocabulary from the bytes of its file, for files that do not lie on a local disk.
     *
     * @param source where the bytes are from; only for messages
     * @param bytes the whole file
     */
    public static Vocabulary parse(String source, byte[] bytes) {
        List<String> pieces = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        int start = 0;
        while (start < bytes.length) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            int length = end > start && bytes[end - 1] == '\r' ? end - 1 - start : end - start;
            String where = source + " line " + (pieces.size() + 1);
            String piece = decode(where, ByteBuffer.wrap(bytes, start, length));
            Integer earlier = ids.putIfAbsent(piece, pieces.size());
            if (earlier != null) {
                throw new DataFormatException(
                        "%s: piece \"%s\" stands in line %d already. Each piece may occur once, "
                                        .formatted(where, piece, earlier + 1)
                                + "since the line is its id; use the vocab.txt that was published "
                                + "with the encoder.");
            }
            pieces.add(piece);
            start = end + 1;
        }
        requireSpecials(source, ids);
        return new Vocabulary(pieces, ids, sha256(bytes));
    }

    /** A vocabulary of given pieces, in the order of their ids. */
    public static Vocabulary of(String... pieces) {
        return of(List.of(pieces));
    }

    /**
     * A vocabulary of given pieces, in the order of their ids; it has the identity of their {@code
     * vocab.txt}.
     */
    public static Vocabulary of(List<String> pieces) {
        StringBuilder lines = new StringBuilder();
        pieces.forEach(piece -> lines.append(piece).append('\n'));
        return parse("vocabulary", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String where, ByteBuffer line) {
        String piece;
        try {
            piece = StandardCharsets.UTF_8.newDecoder().decode(line).toString();
        } catch (CharacterCodingException e) {
            throw new DataFormatException(
                    "%s is not valid UTF-8. A vocabulary is a UTF-8 text file with one piece a "
                                    .formatted(where)
                            + "line; convert the file or fetch it again.",
                    e);
        }
        if (piece.isEmpty()) {
            throw new DataFormatException(
                    "%s is empty. Each line of a vocabulary holds one piece, since the line is its "
                                    .formatted(where)
                            + "id; remove the line if it was added by mistake.");
        }
        if (piece.charAt(0) == BYTE_ORDER_MARK) {
            throw new DataFormatException(
                    "%s begins with a byte order mark, which would become part of the piece. Save "
                                    .formatted(where)
                            + "the vocabulary as UTF-8 without byte order mark.");
        }
        return piece;
    }

    private static void requireSpecials(String source, Map<String, Integer> ids) {
        List<String> missing = REQUIRED.stream().filter(name -> !ids.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new DataFormatException(
                    "%s: %s not among the %d pieces. A BERT vocab.txt has a line for each of %s; "
                                    .formatted(
                                            source,
                                            String.join(", ", missing)
                                                    + (missing.size() == 1 ? " is" : " are"),
                                            ids.size(),
                                            String.join(", ", REQUIRED))
                            + "check that this is the vocabulary file of the encoder.");
        }
    }

    /** SHA-256 of bytes, in hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Number of pieces, specials included. */
    public int size() {
        return pieces.size();
    }

    /** The piece with an id, from 0 to {@link #size()} - 1. */
    public String piece(int id) {
        return pieces.get(id);
    }

    /** Whether a piece continues a word; {@code ##} alone, which could not, does not. */
    boolean continuesWord(int id) {
        String piece = piece(id);
        return piece.length() > CONTINUATION_PREFIX.length()
                && piece.startsWith(CONTINUATION_PREFIX);
    }

    /** What a piece covers of a word: the piece without the mark of a continuation. */
    String stem(int id) {
        String piece = piece(id);
        return continuesWord(id) ? piece.substring(CONTINUATION_PREFIX.length()) : piece;
    }

    /** The pieces with the given ids. */
    public List<String> pieces(PieceIds ids) {
        List<String> found = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            found.add(piece(ids.get(i)));
        }
        return found;
    }

    /** The id of a piece, where it is one. */
    public OptionalInt id(String piece) {
        Integer id = ids.get(piece);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    public int padId() {
        return ids.get(PAD);
    }

    public int unknownId() {
        return ids.get(UNKNOWN);
    }

    public int clsId() {
        return ids.get(CLS);
    }

    public int sepId() {
        return ids.get(SEP);
    }

    /** SHA-256 of the file, in hexadecimal: the identity of the vocabulary. */
    public String sha256() {
        return sha256;
    }
}
