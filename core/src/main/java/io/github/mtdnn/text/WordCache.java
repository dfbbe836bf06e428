package io.github.mtdnn.text;

/**
 * The pieces of words seen lately. A word has one place, from which a later word of the same place
 * drives it out, so the cache never grows. Safe for use by many threads without a lock: entries are
 * immutable, and a thread that does not yet see another's entry computes it again.
 */
final class WordCache {
    /** Characters of the longest word that is kept. */
    static final int MAX_WORD_LENGTH = 48;

    private static final int PLACES = 1 << 15;

    private final Entry[] entries = new Entry[PLACES];

    /** Its fields have to be final: that is what makes an entry whole for every thread. */
    private static final class Entry {
        private final String word;
        private final int[] ids;

        Entry(String word, int[] ids) {
            this.word = word;
            this.ids = ids;
        }
    }

    /** The place of a word, the part of a text. */
    static int place(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return (hash ^ hash >>> 15) & PLACES - 1;
    }

    /**
     * Appends the ids of a word's pieces, if they are here.
     *
     * @return whether they are
     */
    boolean find(int place, String text, int from, int to, PieceIds ids) {
        Entry entry = entries[place];
        if (entry == null
                || entry.word.length() != to - from
                || !text.startsWith(entry.word, from)) {
            return false;
        }
        ids.addAll(entry.ids, 0, entry.ids.length);
        return true;
    }

    void keep(int place, String word, int[] ids) {
        entries[place] = new Entry(word, ids);
    }
}
