package io.github.mtdnn.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Takes texts to the ids of a vocabulary: {@link BertTokenizer} for WordPiece, {@link
 * ByteLevelTokenizer} for the byte pairs of GPT-2 and RoBERTa. Takes time in proportion to the
 * text's length. Safe for use by many threads; what it fills belongs to the caller.
 */
public interface Tokenizer {
    /** Number of ids, those of specials included. */
    int size();

    /** The piece or special with an id, from 0 to {@link #size()} - 1. */
    String token(int id);

    /** The id of a piece or special, where it is one. */
    OptionalInt id(String token);

    /** The id that fills up short sequences. */
    int padId();

    /** The id of what is in no piece. */
    int unknownId();

    /** The id that hides a token from a masked language model, where the vocabulary has one. */
    OptionalInt maskId();

    /** How the specials stand around texts. */
    SequenceLayout layout();

    /**
     * Appends the ids of the pieces of a text, without specials around them.
     *
     * @return how many ids were appended
     */
    int tokenizeInto(CharSequence text, PieceIds ids);

    /**
     * Appends the ids of the pieces of a text, and for each where it stands in the text. A
     * character of which several pieces come (a byte each, say) is in the range of each of them.
     *
     * @return how many ids and ranges were appended
     */
    int tokenizeInto(CharSequence text, PieceIds ids, Offsets offsets);

    /**
     * Appends the ids of the pieces of a text that is split into words already, as for sequence
     * labelling.
     *
     * @return for each word how many pieces it has; none where nothing of it is kept
     */
    int[] tokenizeWords(List<String> words, PieceIds ids);

    /** The pieces of a text, without specials around them. */
    default List<String> tokenize(String text) {
        PieceIds ids = new PieceIds();
        int count = tokenizeInto(text, ids);
        List<String> tokens = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tokens.add(token(ids.get(i)));
        }
        return tokens;
    }
}
