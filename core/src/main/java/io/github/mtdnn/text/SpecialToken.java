package io.github.mtdnn.text;

/**
 * A special as it may stand in a text.
 *
 * @param text its spelling
 * @param takesSpaceBefore whether white space before it belongs to it, as RoBERTa's {@code <mask>}
 */
public record SpecialToken(String text, int id, boolean takesSpaceBefore) {
    public SpecialToken {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("special %d has an empty text".formatted(id));
        }
    }
}
