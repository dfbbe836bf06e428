package io.github.mtdnn.spark.prep;

import io.github.mtdnn.text.SequenceLayout;
import io.github.mtdnn.text.Tokenizer;
import java.io.Serializable;

/**
 * What tokens from elsewhere have to keep to.
 *
 * @param vocabularySize ids are below it
 * @param startId id of the first token of a sequence
 * @param endId id of its last
 * @param maxSeqLength tokens of a sequence, at most
 */
record TokenLimits(int vocabularySize, int startId, int endId, int maxSeqLength)
        implements Serializable {
    /** Where only texts are read. */
    static final TokenLimits NONE = new TokenLimits(0, 0, 0, 0);

    static TokenLimits of(Tokenizer tokenizer, int maxSeqLength) {
        SequenceLayout layout = tokenizer.layout();
        return new TokenLimits(tokenizer.size(), layout.startId(), layout.endId(), maxSeqLength);
    }
}
