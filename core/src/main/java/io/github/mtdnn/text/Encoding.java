package io.github.mtdnn.text;

/**
 * One text or a pair of texts as the encoder takes it.
 *
 * @param inputIds one id per token, specials included, without padding
 * @param tokenTypeIds 0 for the first text and its specials, the layout's second type for the
 *     second text and its end
 * @param truncated whether pieces had to be left out
 */
public record Encoding(int[] inputIds, int[] tokenTypeIds, boolean truncated) {

    /** Number of tokens, specials included. */
    public int length() {
        return inputIds.length;
    }
}
