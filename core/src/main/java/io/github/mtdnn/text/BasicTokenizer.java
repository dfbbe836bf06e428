package io.github.mtdnn.text;

import java.util.function.Consumer;

/**
 * Splits text into words the way BERT does before WordPiece: control characters go, white space
 * separates, punctuation and Chinese characters are words by themselves; for an uncased vocabulary
 * words are in lower case without accents. For those who want to see the words; {@link
 * BertTokenizer} goes from characters to pieces in one pass.
 */
public final class BasicTokenizer {
    private final CharacterTable table;

    public BasicTokenizer(Normalization normalization) {
        this.table = new CharacterTable(normalization, codePoint -> codePoint);
    }

    /** Gives the words of a text, in order. */
    public void split(String text, Consumer<String> words) {
        StringBuilder word = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            CharacterTable.Page page = table.page(codePoint);
            take(page.entry(codePoint), page, word, words);
        }
        end(word, words);
    }

    /** Whether a word is short enough for {@link WordPiece} to split it. */
    public static boolean isSplit(String word) {
        return word.codePointCount(0, word.length()) <= WordPiece.MAX_WORD_LENGTH;
    }

    private static void take(
            int entry, CharacterTable.Page page, StringBuilder word, Consumer<String> words) {
        switch (CharacterTable.kind(entry)) {
            case CharacterTable.WORD -> word.appendCodePoint(CharacterTable.value(entry));
            case CharacterTable.SPACE -> end(word, words);
            case CharacterTable.ALONE -> {
                end(word, words);
                word.appendCodePoint(CharacterTable.value(entry));
                end(word, words);
            }
            case CharacterTable.SEVERAL -> {
                for (int part : page.sequence(entry)) {
                    take(part, page, word, words);
                }
            }
            default -> {}
        }
    }

    private static void end(StringBuilder word, Consumer<String> words) {
        if (word.length() > 0) {
            words.accept(word.toString());
            word.setLength(0);
        }
    }
}
