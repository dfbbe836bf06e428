package io.github.mtdnn.text;

/**
 * Splits text into words the way BERT does before WordPiece: control characters go, white space
 * separates, punctuation and Chinese characters are words by themselves; for an uncased vocabulary
 * words are in lower case without accents. Stateless.
 */
final class BasicTokenizer {
    private final CharacterTable table;

    /**
     * @param cased whether upper case and accents are kept
     */
    BasicTokenizer(boolean cased) {
        this.table = CharacterTable.of(cased);
    }

    /** Receives the words of a text. */
    interface WordSink {
        /** Takes a word; its memory is used again for the next. */
        void accept(Word word);
    }

    /**
     * The word being read. Only as many code points are held as WordPiece can use; of a longer word
     * just the length is known, so that a text without a blank needs no memory.
     */
    static final class Word {
        private final int[] codePoints = new int[WordPiece.MAX_WORD_LENGTH];
        private int length;

        /** Its code points; those beyond {@link WordPiece#MAX_WORD_LENGTH} are not held. */
        int[] codePoints() {
            return codePoints;
        }

        /** Number of code points, including those that are not held. */
        int length() {
            return length;
        }

        void add(int codePoint) {
            if (length < codePoints.length) {
                codePoints[length] = codePoint;
            }
            length++;
        }

        private void endTo(WordSink sink) {
            if (length > 0) {
                sink.accept(this);
                length = 0;
            }
        }
    }

    /**
     * Gives the words of a part of a text to a sink, in order.
     *
     * @param from first character
     * @param to one past the last character
     */
    void split(CharSequence text, int from, int to, WordSink sink) {
        Word word = new Word();
        CharacterTable.Page latin1 = table.latin1();
        int i = from;
        while (i < to) {
            int codePoint = text.charAt(i++);
            CharacterTable.Page page = latin1;
            if (codePoint >= CharacterTable.PAGE_SIZE) {
                if (i < to && Character.isSurrogatePair((char) codePoint, text.charAt(i))) {
                    codePoint = Character.toCodePoint((char) codePoint, text.charAt(i++));
                }
                page = table.page(codePoint);
            }
            take(page.entry(codePoint), page, word, sink);
        }
        word.endTo(sink);
    }

    private static void take(int entry, CharacterTable.Page page, Word word, WordSink sink) {
        switch (CharacterTable.kind(entry)) {
            case CharacterTable.WORD -> word.add(CharacterTable.codePoint(entry));
            case CharacterTable.SPACE -> word.endTo(sink);
            case CharacterTable.ALONE -> {
                word.endTo(sink);
                word.add(CharacterTable.codePoint(entry));
                word.endTo(sink);
            }
            case CharacterTable.SEVERAL -> {
                for (int part : page.sequence(entry)) {
                    take(part, page, word, sink);
                }
            }
            default -> {}
        }
    }
}
