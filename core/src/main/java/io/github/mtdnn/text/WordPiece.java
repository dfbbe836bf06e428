package io.github.mtdnn.text;

import io.github.mtdnn.text.BasicTokenizer.Word;
import java.util.List;

/**
 * Splits words into pieces of the vocabulary (Wu et al. 2016, as used by Devlin et al. 2019): again
 * and again the longest piece that the rest of the word begins with. A word with a rest that no
 * piece begins is unknown as a whole, and so is one of more than {@value #MAX_WORD_LENGTH} code
 * points. Immutable.
 */
final class WordPiece {
    /** Code points of the longest word that is split. */
    static final int MAX_WORD_LENGTH = 100;

    private final Vocabulary vocabulary;
    private final PieceTrie trie;
    private final int unknownId;

    WordPiece(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.trie = new PieceTrie(vocabulary);
        this.unknownId = vocabulary.unknownId();
    }

    /** The pieces of one word. */
    List<String> split(String text) {
        Word word = new Word();
        text.codePoints().forEach(word::add);
        PieceIds ids = new PieceIds();
        split(word, ids);
        return vocabulary.pieces(ids);
    }

    /** Appends the ids of the pieces of a word. */
    void split(Word word, PieceIds ids) {
        int length = word.length();
        if (length > MAX_WORD_LENGTH) {
            ids.add(unknownId);
            return;
        }
        int[] codePoints = word.codePoints();
        int sizeBefore = ids.size();
        int root = PieceTrie.START;
        int from = 0;
        while (from < length) {
            int node = root;
            int pieceId = PieceTrie.NONE;
            int pieceEnd = from;
            for (int i = from; i < length; i++) {
                node = trie.next(node, trie.symbol(codePoints[i]));
                if (node == PieceTrie.NONE) {
                    break;
                }
                if (trie.pieceId(node) != PieceTrie.NONE) {
                    pieceId = trie.pieceId(node);
                    pieceEnd = i + 1;
                }
            }
            if (pieceId == PieceTrie.NONE) {
                ids.cutTo(sizeBefore);
                ids.add(unknownId);
                return;
            }
            ids.add(pieceId);
            from = pieceEnd;
            root = PieceTrie.CONTINUATION;
        }
    }
}
