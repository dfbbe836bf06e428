package io.github.mtdnn.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What the basic tokenizer of BERT (Devlin et al. 2019, its published code) does to each code
 * point: removes it, takes it as white space, takes it as a word of its own, or replaces it by the
 * code points that remain of it in lower case without accents.
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
    /** Not part of any word. */
    static final int DROP = 0;

    /** Ends a word. */
    static final int SPACE = 1;

    /** Part of a word. */
    static final int WORD = 2;

    /** A word by itself: punctuation, CJK ideographs. */
    static final int ALONE = 3;

    /** Stands for several entries, see {@link Page#sequence}. */
    static final int SEVERAL = 4;

    private static final int KIND_SHIFT = 24;
    private static final int VALUE_MASK = (1 << KIND_SHIFT) - 1;
    private static final int PAGE_BITS = 8;
    static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_SIZE - 1;
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    private static final CharacterTable CASED = new CharacterTable(true);
    private static final CharacterTable UNCASED = new CharacterTable(false);

    private final boolean cased;
    private final Page latin1;
    private final AtomicReferenceArray<Page> pages =
            new AtomicReferenceArray<>((Character.MAX_CODE_POINT >> PAGE_BITS) + 1);

    private CharacterTable(boolean cased) {
        this.cased = cased;
        this.latin1 = compute(0);
        pages.set(0, latin1);
    }

    /**
     * The table of a vocabulary.
     *
     * @param cased whether upper case and accents are kept
     */
    static CharacterTable of(boolean cased) {
        return cased ? CASED : UNCASED;
    }

    /** What an entry does: {@link #DROP} to {@link #SEVERAL}. */
    static int kind(int entry) {
        return entry >>> KIND_SHIFT;
    }

    /** The code point of an entry of kind {@link #WORD} or {@link #ALONE}. */
    static int codePoint(int entry) {
        return entry & VALUE_MASK;
    }

    /** The page of the code points below 256, for which no look-up of the page is needed. */
    Page latin1() {
        return latin1;
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
        int[] kept = cased ? new int[] {codePoint} : lowerWithoutAccents(codePoint);
        if (kept.length == 0) {
            return new int[] {entry(DROP, 0)};
        }
        boolean ideograph = isIdeograph(codePoint);
        for (int i = 0; i < kept.length; i++) {
            kept[i] = entry(ideograph || isPunctuation(kept[i]) ? ALONE : WORD, kept[i]);
        }
        return kept;
    }

    private static int entry(int kind, int value) {
        return kind << KIND_SHIFT | value;
    }

    private static int[] lowerWithoutAccents(int codePoint) {
        String lower = Character.toString(codePoint).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFD)
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
