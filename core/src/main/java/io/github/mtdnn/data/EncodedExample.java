package io.github.mtdnn.data;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * An example as token ids, with specials and without padding; a row of an encoded shard.
 *
 * @param uid as in the raw data; unique within task and split
 * @param inputIds one id per token, {@code [CLS]} first
 * @param tokenTypeIds 0 for the first text and its specials, 1 for the second
 * @param label class index or score; NaN in a split without labels
 */
public record EncodedExample(String uid, int[] inputIds, int[] tokenTypeIds, double label)
        implements Serializable {

    /** Number of tokens, specials included. */
    public int length() {
        return inputIds.length;
    }

    /** The label, where the split has labels. */
    public OptionalDouble labelIfKnown() {
        return Double.isNaN(label) ? OptionalDouble.empty() : OptionalDouble.of(label);
    }
}
