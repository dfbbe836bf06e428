package io.github.mtdnn.text;

/**
 * A stretch of a document as a masked language model is trained on it: one text or a pair of texts,
 * in which some pieces are hidden.
 *
 * @param inputIds one id per token, specials included
 * @param tokenTypeIds as in {@link Encoding}
 * @param hidden for each token the id of the piece that is to be predicted there, {@link #NONE}
 *     where none is
 * @param order 0 where the second text follows the first in the document, 1 where it stands before
 *     it, NaN where there is one text
 */
public record MaskedText(int[] inputIds, int[] tokenTypeIds, int[] hidden, double order) {
    /** Of a token that is not predicted. */
    public static final int NONE = -1;
}
