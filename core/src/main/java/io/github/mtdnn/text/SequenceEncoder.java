package io.github.mtdnn.text;

import io.github.mtdnn.failure.ConfigException;
import java.util.Arrays;

/**
 * Makes the token sequences of examples: {@code [CLS] A [SEP]} of a single text, {@code [CLS] A
 * [SEP] B [SEP]} of a pair, A being the premise, or the hypothesis where pairs are encoded
 * hypothesis-first as MT-DNN did in 2019.
 *
 * <p>A sequence that is too long loses pieces one at a time from the end of the longer text, from
 * that of the hypothesis where both are equally long ("longest first").
 *
 * <p>Reuses its memory from text to text: one instance per thread.
 */
public final class SequenceEncoder {
    private static final int SINGLE_SPECIALS = 2;
    private static final int PAIR_SPECIALS = 3;

    private final BertTokenizer tokenizer;
    private final int maxSeqLength;
    private final boolean hypothesisFirst;
    private final PieceIds premiseIds = new PieceIds();
    private final PieceIds hypothesisIds = new PieceIds();

    /**
     * Makes an encoder of sequences.
     *
     * @param maxSeqLength longest sequence in tokens, specials included; at least 3, for pairs 5
     * @param hypothesisFirst whether the hypothesis of a pair stands before its premise
     */
    public SequenceEncoder(BertTokenizer tokenizer, int maxSeqLength, boolean hypothesisFirst) {
        this.tokenizer = tokenizer;
        this.maxSeqLength = maxSeqLength;
        this.hypothesisFirst = hypothesisFirst;
        requireRoom("a text", SINGLE_SPECIALS + 1);
    }

    private void requireRoom(String what, int needed) {
        if (maxSeqLength < needed) {
            throw new ConfigException(
                    ("data.max-seq-length = %d has no room for %s: with [CLS] and [SEP] it takes at "
                                    + "least %d tokens. Set it to %d or more, usually 128 to 512.")
                            .formatted(maxSeqLength, what, needed, needed));
        }
    }

    /** Encodes a single text; an empty one gives {@code [CLS] [SEP]}. */
    public Encoding encode(String premise) {
        premiseIds.clear();
        int pieces = tokenizer.tokenizeInto(premise, premiseIds);
        int kept = Math.min(pieces, maxSeqLength - SINGLE_SPECIALS);
        int[] inputIds = new int[kept + SINGLE_SPECIALS];
        putFirst(premiseIds, kept, inputIds);
        return new Encoding(inputIds, new int[inputIds.length], kept < pieces);
    }

    /** Encodes a pair of texts, each of which may be empty. */
    public Encoding encode(String premise, String hypothesis) {
        requireRoom("a pair of texts", PAIR_SPECIALS + 2);
        premiseIds.clear();
        hypothesisIds.clear();
        int premisePieces = tokenizer.tokenizeInto(premise, premiseIds);
        int hypothesisPieces = tokenizer.tokenizeInto(hypothesis, hypothesisIds);

        int budget = maxSeqLength - PAIR_SPECIALS;
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
        int[] inputIds = new int[firstLength + secondLength + PAIR_SPECIALS];
        int[] tokenTypeIds = new int[inputIds.length];
        int secondStart = putFirst(first, firstLength, inputIds);
        second.copyTo(inputIds, secondStart, secondLength);
        inputIds[inputIds.length - 1] = tokenizer.vocabulary().sepId();
        Arrays.fill(tokenTypeIds, secondStart, tokenTypeIds.length, 1);
        return new Encoding(inputIds, tokenTypeIds, truncated);
    }

    /** Puts {@code [CLS] A [SEP]} at the beginning and returns where it ends. */
    private int putFirst(PieceIds first, int length, int[] inputIds) {
        inputIds[0] = tokenizer.vocabulary().clsId();
        first.copyTo(inputIds, 1, length);
        inputIds[length + 1] = tokenizer.vocabulary().sepId();
        return length + SINGLE_SPECIALS;
    }
}
