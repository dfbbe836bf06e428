package io.github.mtdnn.text;

/**
 * Takes texts to pieces in one pass: each character is looked up once, in a table that says both
 * what the basic tokenizer does to it and its symbol in the trie, and moves the trie at once. Words
 * are never put together. Belongs to one thread.
 */
final class WordPieceScan {
    private final PieceTrie trie;
    private final CharacterTable table;
    private final int unknownId;
    private final PieceIds ids;

    /** Where the characters of the word stand; {@code null} where nobody wants to know. */
    private final WordPlaces places;

    // The word being read.
    private int node = PieceTrie.START;
    private int length; // in code points
    private int sizeBefore; // of the ids

    /** A scan that appends ids. */
    WordPieceScan(WordPiece wordPiece, PieceIds ids) {
        this(wordPiece, ids, null);
    }

    /** A scan that appends ids and, for each, where it stands in the text. */
    WordPieceScan(WordPiece wordPiece, PieceIds ids, Offsets offsets) {
        this.trie = wordPiece.trie();
        this.table = wordPiece.table();
        this.unknownId = wordPiece.unknownId();
        this.ids = ids;
        this.places = offsets == null ? null : new WordPlaces(wordPiece, ids, offsets);
    }

    /**
     * Takes a part of a text to pieces.
     *
     * @param from first character
     * @param to one past the last character
     */
    void scan(String text, int from, int to) {
        sizeBefore = ids.size();
        int i = from;
        while (i < to) {
            if (places == null) {
                i = followWord(text, i, to);
            }
            if (i < to) {
                i = takeCharacter(text, i, to);
            }
        }
        endWord();
    }

    /** Appends a special that stands between two parts of a text. */
    void takeSpecial(int id, int start, int end) {
        ids.add(id);
        if (places != null) {
            places.takeSpecial(start, end);
        }
    }

    /**
     * Follows the characters that are plain parts of a word; nearly all of a text is such.
     *
     * @return the first character that is none
     */
    private int followWord(String text, int from, int to) {
        int end = Math.min(to, from + Math.max(0, WordPiece.MAX_WORD_LENGTH - length));
        int node = this.node;
        int i = from;
        while (i < end) {
            int entry = table.entry(text.charAt(i));
            if (CharacterTable.kind(entry) != CharacterTable.WORD) {
                break;
            }
            node = trie.next(node, entry, ids);
            i++;
        }
        this.node = node;
        length += i - from;
        return i;
    }

    /** Takes any one character, or a surrogate pair, and returns where the next begins. */
    private int takeCharacter(String text, int at, int to) {
        int codePoint = text.charAt(at);
        int next = at + 1;
        if (next < to && Character.isSurrogatePair((char) codePoint, text.charAt(next))) {
            codePoint = Character.toCodePoint((char) codePoint, text.charAt(next++));
        }
        CharacterTable.Page page = table.page(codePoint);
        take(page.entry(codePoint), page, at, next);
        return next;
    }

    private void take(int entry, CharacterTable.Page page, int start, int end) {
        switch (CharacterTable.kind(entry)) {
            case CharacterTable.WORD -> follow(entry, start, end);
            case CharacterTable.SPACE -> endWord();
            case CharacterTable.ACCENT -> {
                if (places != null) {
                    places.extend(end, length);
                }
            }
            case CharacterTable.ALONE -> {
                endWord();
                follow(CharacterTable.value(entry), start, end);
                endWord();
            }
            case CharacterTable.SEVERAL -> {
                for (int part : page.sequence(entry)) {
                    take(part, page, start, end);
                }
            }
            default -> {}
        }
    }

    private void follow(int symbol, int start, int end) {
        if (places != null) {
            places.put(start, end, length);
        }
        length++;
        node = length > WordPiece.MAX_WORD_LENGTH ? PieceTrie.DEAD : trie.next(node, symbol, ids);
    }

    private void endWord() {
        if (length == 0) {
            return;
        }
        boolean known = trie.finish(node, ids);
        if (!known) {
            ids.cutTo(sizeBefore);
            ids.add(unknownId);
        }
        if (places != null) {
            places.endWord(known, sizeBefore);
        }
        node = PieceTrie.START;
        length = 0;
        sizeBefore = ids.size();
    }
}
