package io.github.mtdnn.text;

import java.io.Serializable;

/**
 * How specials stand around one text or two: start, A, end; and start, A, end (once or twice), B,
 * end.
 *
 * @param startId id of the special before the first text
 * @param endId id of the special after each text
 * @param endsBetween how often it stands between two texts
 * @param secondTypeId token type of the second text and its end; of all before it, it is 0
 */
public record SequenceLayout(int startId, int endId, int endsBetween, int secondTypeId)
        implements Serializable {

    /** {@code [CLS] A [SEP] B [SEP]}, with types 0 and 1 (Devlin et al. 2019). */
    static SequenceLayout bert(int clsId, int sepId) {
        return new SequenceLayout(clsId, sepId, 1, 1);
    }

    /** {@code <s> A </s></s> B </s>}, without types (Liu et al. 2019). */
    static SequenceLayout roberta(int startId, int endId) {
        return new SequenceLayout(startId, endId, 2, 0);
    }

    /** Number of specials around one text. */
    public int singleSpecials() {
        return 2;
    }

    /** Number of specials around a pair of texts. */
    public int pairSpecials() {
        return 2 + endsBetween;
    }
}
