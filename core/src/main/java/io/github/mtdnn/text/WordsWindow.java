package io.github.mtdnn.text;

/**
 * A stretch of a sentence's words as the encoder takes it: {@code [CLS] words [SEP]}, all of them
 * of type 0.
 *
 * @param inputIds one id per token, specials included
 * @param words for each token the number of the word, from 0 in the sentence, that is predicted
 *     there, {@link #NONE} where none is: that is a word's first piece, in one window of those that
 *     have it
 * @param truncated whether a word of this window had to be cut
 */
public record WordsWindow(int[] inputIds, int[] words, boolean truncated) {
    /** Of a special, a word's later piece, or a word that another window predicts. */
    public static final int NONE = -1;
}
