package io.github.mtdnn.spark.prep.profile;

import java.io.Serializable;

/**
 * Examples of a split whose texts are there more than once.
 *
 * @param duplicates examples beyond the first of their text
 * @param conflicting examples whose text is there with another label too
 * @param leaked examples whose text is in the training split; 0 for that itself
 */
record TextCounts(long duplicates, long conflicting, long leaked) implements Serializable {
    static final TextCounts NONE = new TextCounts(0, 0, 0);

    TextCounts add(TextCounts other) {
        return new TextCounts(
                duplicates + other.duplicates,
                conflicting + other.conflicting,
                leaked + other.leaked);
    }
}
