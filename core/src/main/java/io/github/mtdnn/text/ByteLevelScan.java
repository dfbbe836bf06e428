package io.github.mtdnn.text;

/** Takes texts to byte-level pieces, word by word. Belongs to one thread. */
final class ByteLevelScan {
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    private final ByteLevelTokenizer tokenizer;
    private final WordCache cache;
    private final PieceIds ids;

    /** Where pieces stand; {@code null} where nobody wants to know. */
    private final Offsets offsets;

    /** {@code null} until a word is not in the cache. */
    private BytePairMerger merger;

    /** A scan that appends ids. */
    ByteLevelScan(ByteLevelTokenizer tokenizer, PieceIds ids) {
        this(tokenizer, ids, null);
    }

    /** A scan that appends ids and, for each, where it stands in the text. */
    ByteLevelScan(ByteLevelTokenizer tokenizer, PieceIds ids, Offsets offsets) {
        this.tokenizer = tokenizer;
        this.cache = tokenizer.cache();
        this.ids = ids;
        this.offsets = offsets;
    }

    /** Appends a special that stands between two parts of a text. */
    void takeSpecial(int id, int start, int end) {
        ids.add(id);
        if (offsets != null) {
            offsets.add(start, end);
        }
    }

    /**
     * Takes a part of a text to pieces.
     *
     * @param from first character
     * @param to one past the last character
     * @param prefixSpace whether a blank is put before it if it does not begin with one
     */
    void scan(String text, int from, int to, boolean prefixSpace) {
        if (prefixSpace && from < to && text.charAt(from) != ' ') {
            scan(" " + text.substring(from, to), from - 1);
        } else if (from == 0 && to == text.length()) {
            scan(text, 0);
        } else {
            scan(text.substring(from, to), from);
        }
    }

    /**
     * @param shift what is added to positions in the text for offsets
     */
    private void scan(String text, int shift) {
        int at = 0;
        while (at < text.length()) {
            int end = Gpt2Words.end(text, at);
            int firstPiece = ids.size();
            takeWord(text, at, end);
            if (offsets != null) {
                addOffsets(text, at, firstPiece, shift);
            }
            at = end;
        }
    }

    private void takeWord(String text, int from, int to) {
        if (to - from > WordCache.MAX_WORD_LENGTH) {
            merge(text, from, to);
            return;
        }
        int place = WordCache.place(text, from, to);
        if (!cache.find(place, text, from, to, ids)) {
            int firstPiece = ids.size();
            merge(text, from, to);
            cache.keep(place, text.substring(from, to), ids.copyFrom(firstPiece));
        }
    }

    private void merge(String text, int from, int to) {
        if (merger == null) {
            merger = new BytePairMerger(tokenizer.merges());
        }
        merger.clear();
        int at = from;
        while (at < to) {
            int codePoint = text.codePointAt(at);
            addUtf8(codePoint);
            at += Character.charCount(codePoint);
        }
        merger.mergeInto(ids);
    }

    private void addUtf8(int codePoint) {
        if (codePoint < 0x80) {
            addByte(codePoint);
        } else if (codePoint < 0x800) {
            addByte(0xC0 | codePoint >> 6);
            addContinuation(codePoint);
        } else if (codePoint < 0x10000) {
            boolean half =
                    codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            int character = half ? REPLACEMENT_CHARACTER : codePoint;
            addByte(0xE0 | character >> 12);
            addContinuation(character >> 6);
            addContinuation(character);
        } else {
            addByte(0xF0 | codePoint >> 18);
            addContinuation(codePoint >> 12);
            addContinuation(codePoint >> 6);
            addContinuation(codePoint);
        }
    }

    private void addContinuation(int bits) {
        addByte(0x80 | bits & 0x3F);
    }

    private void addByte(int unsignedByte) {
        merger.add(tokenizer.byteId(unsignedByte));
    }

    /** Counts the bytes of a word's pieces along the bytes of its characters. */
    private void addOffsets(String text, int from, int firstPiece, int shift) {
        int at = from;
        int bytesLeft = utf8Length(text, at); // of the character at this position
        for (int i = firstPiece; i < ids.size(); i++) {
            int start = at;
            int bytes = tokenizer.byteLength(ids.get(i));
            while (bytes > bytesLeft) {
                bytes -= bytesLeft;
                at += Character.charCount(text.codePointAt(at));
                bytesLeft = utf8Length(text, at);
            }
            int end = at + Character.charCount(text.codePointAt(at));
            bytesLeft -= bytes;
            if (bytesLeft == 0 && end < text.length()) {
                at = end;
                bytesLeft = utf8Length(text, at);
            }
            addOffset(withoutBlanks(text, start, end) + shift, end + shift);
        }
    }

    private void addOffset(int start, int end) {
        // The blank that was put before the text is nowhere in it.
        offsets.add(Math.max(start, 0), Math.max(end, 0));
    }

    /** Where a piece begins after its white space, if it is not all white space. */
    private static int withoutBlanks(String text, int start, int end) {
        int at = start;
        while (at < end && Gpt2Words.isSpace(text.charAt(at))) {
            at++;
        }
        return at < end ? at : start;
    }

    private static int utf8Length(String text, int at) {
        int codePoint = text.codePointAt(at);
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
