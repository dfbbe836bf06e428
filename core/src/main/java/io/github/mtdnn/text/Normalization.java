package io.github.mtdnn.text;

import java.io.Serializable;

/**
 * What the basic tokenizer of BERT does to the characters of a text.
 *
 * @param lowersCase whether upper case becomes lower case
 * @param stripsAccents whether characters are decomposed and their accents removed
 * @param splitsIdeographs whether each Chinese character is a word by itself
 */
public record Normalization(boolean lowersCase, boolean stripsAccents, boolean splitsIdeographs)
        implements Serializable {

    /** For vocabularies with upper case and accents. */
    public static final Normalization CASED = new Normalization(false, false, true);

    /** For vocabularies in lower case without accents. */
    public static final Normalization UNCASED = new Normalization(true, true, true);
}
