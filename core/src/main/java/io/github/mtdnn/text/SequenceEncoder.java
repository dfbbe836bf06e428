package io.github.mtdnn.text;

import io.github.mtdnn.failure.ConfigException;
import java.util.Arrays;

/**
 * Makes the token sequences of examples: a text, or a pair of texts, among the specials of its
 * tokenizer's {@link SequenceLayout}. Of a pair the premise stands first, or the hypothesis where
 * pairs are encoded hypothesis-first as MT-DNN did in 2019.
 *
 * <p>A sequence that is too long loses pieces one at a time from the end of the longer text, from
 * that of the hypothesis where both are equally long ("longest first").
 *
 * <p>Reuses its memory from text to text: one instance per thread.
 */
public final class SequenceEncoder {
    private final Tokenizer tokenizer;
    private final SequenceLayout layout;
    private final int maxSeqLength;
    private final boolean hypothesisFirst;
    private final PieceIds premiseIds = new PieceIds();
    private final PieceIds hypothesisIds = new PieceIds();

    /**
     * Makes an encoder of sequences.
     *
     * @param maxSeqLength longest sequence in tokens, specials included; at least one more than the
     *     specials of a single text, and two more than those of a pair
     * @param hypothesisFirst whether the hypothesis of a pair stands before its premise
     */
    public SequenceEncoder(Tokenizer tokenizer, int maxSeqLength, boolean hypothesisFirst) {
        this.tokenizer = tokenizer;
        this.layout = tokenizer.layout();
        this.maxSeqLength = maxSeqLength;
        this.hypothesisFirst = hypothesisFirst;
        requireRoom(tokenizer, maxSeqLength, "a text", layout.singleSpecials() + 1);
    }

    /** Refuses sequences too short for their specials and a piece of each text. */
    static void requireRoom(Tokenizer tokenizer, int maxSeqLength, String what, int needed) {
        SequenceLayout layout = tokenizer.layout();
        if (maxSeqLength < needed) {
            throw new ConfigException(
                    ("data.max-seq-length = %d has no room for %s: with %s and %s it takes at least "
                                    + "%d tokens. Set it to %d or more, usually 128 to 512.")
                            .formatted(
                                    maxSeqLength,
                                    what,
                                    tokenizer.token(layout.startId()),
                                    tokenizer.token(layout.endId()),
                                    needed,
                                    needed));
        }
    }

    /** Encodes a single text; an empty one gives its specials. */
    public Encoding encode(String premise) {
        premiseIds.clear();
        int pieces = tokenizer.tokenizeInto(premise, premiseIds);
        int kept = Math.min(pieces, maxSeqLength - layout.singleSpecials());
        int[] inputIds = new int[kept + layout.singleSpecials()];
        putFirst(premiseIds, kept, inputIds);
        return new Encoding(inputIds, new int[inputIds.length], kept < pieces);
    }

    /** Encodes a pair of texts, each of which may be empty. */
    public Encoding encode(String premise, String hypothesis) {
        requireRoom(tokenizer, maxSeqLength, "a pair of texts", layout.pairSpecials() + 2);
        premiseIds.clear();
        hypothesisIds.clear();
        int premisePieces = tokenizer.tokenizeInto(premise, premiseIds);
        int hypothesisPieces = tokenizer.tokenizeInto(hypothesis, hypothesisIds);

        int budget = maxSeqLength - layout.pairSpecials();
        int keptPremise = keptPremise(premisePieces, hypothesisPieces, budget);
        int keptHypothesis = Math.min(hypothesisPieces, budget - keptPremise);
        boolean truncated = keptPremise < premisePieces || keptHypothesis < hypothesisPieces;

        return hypothesisFirst
                ? join(hypothesisIds, keptHypothesis, premiseIds, keptPremise, truncated)
                : join(premiseIds, keptPremise, hypothesisIds, keptHypothesis, truncated);
    }

    /** What removing one piece at a time from the longer text leaves of the premise. */
    static int keptPremise(int premisePieces, int hypothesisPieces, int budget) {
        int premiseShare = budget - budget / 2; // of an odd budget the hypothesis has the lesser
        int leftByHypothesis = budget - Math.min(hypothesisPieces, budget / 2);
        return Math.min(premisePieces, Math.max(premiseShare, leftByHypothesis));
    }

    private Encoding join(
            PieceIds first, int firstLength, PieceIds second, int secondLength, boolean truncated) {
        int[] inputIds = new int[firstLength + secondLength + layout.pairSpecials()];
        int[] tokenTypeIds = new int[inputIds.length];
        int firstEnd = putFirst(first, firstLength, inputIds);
        int secondStart = firstLength + 1 + layout.endsBetween();
        Arrays.fill(inputIds, firstEnd, secondStart, layout.endId());
        second.copyTo(inputIds, secondStart, secondLength);
        inputIds[inputIds.length - 1] = layout.endId();
        Arrays.fill(tokenTypeIds, secondStart, tokenTypeIds.length, layout.secondTypeId());
        return new Encoding(inputIds, tokenTypeIds, truncated);
    }

    /**
     * Puts the start, the first text and one end at the beginning and returns what follows them.
     */
    private int putFirst(PieceIds first, int length, int[] inputIds) {
        inputIds[0] = layout.startId();
        first.copyTo(inputIds, 1, length);
        inputIds[length + 1] = layout.endId();
        return length + 2;
    }
}
