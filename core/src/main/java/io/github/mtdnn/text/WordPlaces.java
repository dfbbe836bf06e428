package io.github.mtdnn.text;

/**
 * Where the code points of a word stand in its text, from which the offsets of its pieces follow.
 */
final class WordPlaces {
    private final WordPiece wordPiece;
    private final PieceIds ids;
    private final Offsets offsets;
    private final int[] starts = new int[WordPiece.MAX_WORD_LENGTH];
    private final int[] ends = new int[WordPiece.MAX_WORD_LENGTH];
    private int wordEnd;

    WordPlaces(WordPiece wordPiece, PieceIds ids, Offsets offsets) {
        this.wordPiece = wordPiece;
        this.ids = ids;
        this.offsets = offsets;
    }

    void takeSpecial(int start, int end) {
        offsets.add(start, end);
    }

    /**
     * Notes from which characters a code point of the word came.
     *
     * @param index its position in the word; those of a word too long to be split are not kept
     */
    void put(int start, int end, int index) {
        if (index < starts.length) {
            starts[index] = start;
            ends[index] = end;
        }
        wordEnd = end;
    }

    /**
     * Counts a removed accent in with the letter that it stands on, so that a piece's text is
     * whole.
     *
     * @param end one past the accent
     * @param length code points of the word so far; with none, the accent stands on nothing
     */
    void extend(int end, int length) {
        if (length > 0 && length <= ends.length) {
            ends[length - 1] = end;
        }
        wordEnd = end;
    }

    /**
     * Adds the offsets of a word's pieces.
     *
     * @param known whether it was split; if not, one piece stands for all of it
     * @param firstPiece position of its first piece among the ids
     */
    void endWord(boolean known, int firstPiece) {
        if (!known) {
            offsets.add(starts[0], wordEnd);
            return;
        }
        int from = 0;
        for (int i = firstPiece; i < ids.size(); i++) {
            int to = from + wordPiece.pieceLength(ids.get(i));
            offsets.add(starts[from], ends[to - 1]);
            from = to;
        }
    }
}
