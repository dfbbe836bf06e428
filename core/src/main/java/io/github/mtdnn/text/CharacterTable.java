package io.github.mtdnn.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntUnaryOperator;

/**
 * What the basic tokenizer of BERT (Devlin et al. 2019, its published code) does to each code
 * point: removes it, takes it as white space, takes it as a word of its own, or replaces it by the
 * code points that remain of it in lower case without accents. Its entries hold a value for each of
 * those: the code point itself, or its symbol in a trie.
 *
 * <p>Each code point is looked at alone. Canonical decomposition could also change the order of
 * combining marks; the non-spacing ones, which are nearly all of them, are removed anyway. Cased
 * text is not normalised. The classes of characters are those of the running Java (Unicode 13 in
 * Java 17).
 *
 * <p>Entries are computed page by page when a page is first needed, so that the text loop neither
 * classifies nor normalises and allocates nothing. Safe for use by many threads.
 */
final class CharacterTable {
    /** Part of a word. As the least kind, it makes its entry equal to its value. */
    static final int WORD = 0;

    /** Ends a word. */
    static final int SPACE = 1;

    /** Not part of any word. */
    static final int DROP = 2;

    /** An accent that is removed from the letter before it. */
    static final int ACCENT = 3;

    /** A word by itself: punctuation, CJK ideographs. */
    static final int ALONE = 4;

    /** Stands for several entries, see {@link Page#sequence}. */
    static final int SEVERAL = 5;

    private static final int KIND_SHIFT = 24;
    private static final int VALUE_MASK = (1 << KIND_SHIFT) - 1;
    private static final int PAGE_BITS = 8;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_SIZE - 1;
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    private final Normalization normalization;
    private final IntUnaryOperator value;
    private final Page latin1;
    private final AtomicReferenceArray<Page> pages =
            new AtomicReferenceArray<>((Character.MAX_CODE_POINT >> PAGE_BITS) + 1);

    /**
     * Makes a table.
     *
     * @param value what entries hold for a code point of a word; below 2²⁴
     */
    CharacterTable(Normalization normalization, IntUnaryOperator value) {
        this.normalization = normalization;
        this.value = value;
        this.latin1 = compute(0);
        pages.set(0, latin1);
    }

    /** What an entry does: {@link #WORD} to {@link #SEVERAL}. */
    static int kind(int entry) {
        return entry >>> KIND_SHIFT;
    }

    /** The value of an entry of kind {@link #WORD} or {@link #ALONE}. */
    static int value(int entry) {
        return entry & VALUE_MASK;
    }

    /**
     * The entry of a UTF-16 character. For half of a surrogate pair it is of kind {@link #DROP};
     * together they are looked up on their {@link #page}.
     */
    int entry(char character) {
        return (character < PAGE_SIZE ? latin1 : page(character)).entry(character);
    }

    /** The page that a code point is on. */
    Page page(int codePoint) {
        int number = codePoint >> PAGE_BITS;
        Page page = pages.getAcquire(number);
        if (page == null) {
            // Two threads may both compute it; the results are the same.
            page = compute(number);
            pages.setRelease(number, page);
        }
        return page;
    }

    /** Entries of 256 neighbouring code points. */
    static final class Page {
        private final int[] entries = new int[PAGE_SIZE];
        private int[][] sequences = {};

        int entry(int codePoint) {
            return entries[codePoint & PAGE_MASK];
        }

        /** The entries, of kind {@link #WORD} or {@link #ALONE}, of one that stands for several. */
        int[] sequence(int entry) {
            return sequences[entry & VALUE_MASK];
        }
    }

    private Page compute(int number) {
        Page page = new Page();
        for (int i = 0; i < PAGE_SIZE; i++) {
            int[] result = resultOf((number << PAGE_BITS) + i);
            if (result.length == 1) {
                page.entries[i] = result[0];
            } else {
                page.entries[i] = entry(SEVERAL, page.sequences.length);
                page.sequences = Arrays.copyOf(page.sequences, page.sequences.length + 1);
                page.sequences[page.sequences.length - 1] = result;
            }
        }
        return page;
    }

    /** The entries that one code point turns into; at least one. */
    private int[] resultOf(int codePoint) {
        if (isRemoved(codePoint)) {
            return new int[] {entry(DROP, 0)};
        }
        if (isSpace(codePoint)) {
            return new int[] {entry(SPACE, 0)};
        }
        int[] kept = normalized(codePoint);
        if (kept.length == 0) {
            return new int[] {entry(ACCENT, 0)};
        }
        boolean alone = normalization.splitsIdeographs() && isIdeograph(codePoint);
        for (int i = 0; i < kept.length; i++) {
            int kind = alone || isPunctuation(kept[i]) ? ALONE : WORD;
            kept[i] = entry(kind, value.applyAsInt(kept[i]));
        }
        return kept;
    }

    private static int entry(int kind, int value) {
        return kind << KIND_SHIFT | value;
    }

    private int[] normalized(int codePoint) {
        String text = Character.toString(codePoint);
        if (normalization.lowersCase()) {
            text = text.toLowerCase(Locale.ROOT);
        }
        if (!normalization.stripsAccents()) {
            return text.codePoints().toArray();
        }
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .codePoints()
                .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
                .toArray();
    }

    /**
     * Control, format and private-use characters and halves of a surrogate pair. Code points that
     * this Java's Unicode does not assign stay, and make their word unknown, as they do where they
     * are assigned.
     */
    private static boolean isRemoved(int codePoint) {
        if (codePoint == '\t' || codePoint == '\n' || codePoint == '\r') {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE ->
                    true;
            default -> codePoint == REPLACEMENT_CHARACTER;
        };
    }

    private static boolean isSpace(int codePoint) {
        if (codePoint == '\t' || codePoint == '\n' || codePoint == '\r') {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    /** All of ASCII that is neither letter, digit, space nor control, and Unicode's punctuation. */
    private static boolean isPunctuation(int codePoint) {
        if (codePoint < 128) {
            return codePoint > ' ' && codePoint < 127 && !Character.isLetterOrDigit(codePoint);
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }

    /** The blocks of Chinese characters that BERT was trained with, as they were in 2018. */
    private static boolean isIdeograph(int codePoint) {
        return codePoint >= 0x4E00 && codePoint <= 0x9FFF
                || codePoint >= 0x3400 && codePoint <= 0x4DBF
                || codePoint >= 0xF900 && codePoint <= 0xFAFF
                || codePoint >= 0x20000 && codePoint <= 0x2A6DF
                || codePoint >= 0x2A700 && codePoint <= 0x2B73F
                || codePoint >= 0x2B740 && codePoint <= 0x2B81F
                || codePoint >= 0x2B820 && codePoint <= 0x2CEAF
                || codePoint >= 0x2F800 && codePoint <= 0x2FA1F;
    }
}
