package io.github.mtdnn.text;

import java.util.List;

/**
 * Splits words into pieces of the vocabulary (Wu et al. 2016, as used by Devlin et al. 2019): again
 * and again the longest piece that the rest of the word begins with. A word with a rest that no
 * piece begins is unknown as a whole, and so is one of more than {@value #MAX_WORD_LENGTH} code
 * points. Immutable; {@link WordPieceScan} does the work.
 */
final class WordPiece {
    /** Code points of the longest word that is split. */
    static final int MAX_WORD_LENGTH = 100;

    private final Vocabulary vocabulary;
    private final PieceTrie trie;
    private final CharacterTable table;
    private final int[] pieceLengths;

    WordPiece(Vocabulary vocabulary, Normalization normalization) {
        this.vocabulary = vocabulary;
        PieceTrieBuilder builder = new PieceTrieBuilder(vocabulary);
        trie = builder.build();
        table = new CharacterTable(normalization, builder::symbol);
        pieceLengths = new int[vocabulary.size()];
        for (int id = 0; id < pieceLengths.length; id++) {
            String stem = vocabulary.stem(id);
            pieceLengths[id] = stem.codePointCount(0, stem.length());
        }
    }

    PieceTrie trie() {
        return trie;
    }

    /** What each character of a text does; its values are symbols of the trie. */
    CharacterTable table() {
        return table;
    }

    int unknownId() {
        return vocabulary.unknownId();
    }

    /** Code points that a piece covers of a word. */
    int pieceLength(int id) {
        return pieceLengths[id];
    }

    /** The pieces of one word of characters that the basic tokenizer leaves together. */
    List<String> split(String word) {
        PieceIds ids = new PieceIds();
        new WordPieceScan(this, ids).scan(word, 0, word.length());
        return vocabulary.pieces(ids);
    }
}
