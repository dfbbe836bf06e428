package io.github.mtdnn.text;

import io.github.mtdnn.failure.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Hides pieces from a masked language model: of each text a share, one at least, and all pieces of
 * a word or none. Of the pieces hidden, 80 % become the mask, 10 % another piece, and 10 % stay as
 * they are (Devlin et al. 2019, section 3.1, with the masking of whole words that they published
 * later). Specials and unknown pieces are never hidden.
 */
final class TokenMasker {
    private static final double MASKED = 0.8;
    private static final double KEPT = 0.1;

    private final int maskId;
    private final int pieces;
    private final int[] specials;
    private final double share;

    /**
     * @param share of the pieces of a text that are hidden, above 0 and below 1
     * @throws ConfigException where the tokenizer has no mask
     */
    TokenMasker(Tokenizer tokenizer, double share) {
        this.maskId =
                tokenizer
                        .maskId()
                        .orElseThrow(
                                () ->
                                        new ConfigException(
                                                ("encoder.vocab has no piece [MASK] or <mask>, which"
                                                        + " a task of type masked-lm hides others"
                                                        + " behind. Set it to a vocabulary that has"
                                                        + " one, such as that of a BERT or a RoBERTa,"
                                                        + " or leave the task out of data.tasks.")));
        this.pieces = tokenizer.size();
        SequenceLayout layout = tokenizer.layout();
        this.specials =
                new int[] {
                    maskId,
                    tokenizer.padId(),
                    tokenizer.unknownId(),
                    layout.startId(),
                    layout.endId()
                };
        this.share = share;
    }

    /**
     * Hides pieces of a text.
     *
     * @param inputIds of all tokens; those hidden are replaced
     * @param words for each token the number of its word, which its neighbours have too where they
     *     are of the same; {@link MaskedText#NONE} where it is of none
     * @return for each token the id that was hidden, or {@link MaskedText#NONE}
     */
    int[] mask(int[] inputIds, int[] words, SplittableRandom random) {
        List<Word> candidates = new ArrayList<>();
        int count = 0;
        for (int from = 0; from < inputIds.length; ) {
            int to = from + 1;
            while (to < inputIds.length && words[to] == words[from]) {
                to++;
            }
            if (words[from] != MaskedText.NONE && !hasSpecial(inputIds, from, to)) {
                candidates.add(new Word(from, to));
                count += to - from;
            }
            from = to;
        }
        int[] hidden = new int[inputIds.length];
        Arrays.fill(hidden, MaskedText.NONE);
        for (Word word : chosen(candidates, count, random)) {
            for (int token = word.from(); token < word.to(); token++) {
                hidden[token] = inputIds[token];
                inputIds[token] = inFrontOf(inputIds[token], random);
            }
        }
        return hidden;
    }

    /**
     * Words in random order, as long as they fit into the share.
     *
     * @param count pieces of all words
     */
    private List<Word> chosen(List<Word> words, int count, SplittableRandom random) {
        int room = (int) Math.min(count, Math.max(1, Math.round(share * count)));
        int left = room;
        List<Word> chosen = new ArrayList<>();
        for (int unseen = words.size(); unseen > 0 && left > 0; unseen--) {
            int drawn = random.nextInt(unseen);
            Word word = words.get(drawn);
            words.set(drawn, words.get(unseen - 1));
            words.set(unseen - 1, word);
            if (word.length() <= left) {
                chosen.add(word);
                left -= word.length();
            }
        }
        // Where every word is longer than the share, a part of one has to do.
        return chosen.isEmpty() && room > 0
                ? List.of(new Word(words.get(0).from(), words.get(0).from() + room))
                : chosen;
    }

    /** What stands in the place of a hidden piece. */
    private int inFrontOf(int id, SplittableRandom random) {
        double draw = random.nextDouble();
        if (draw < MASKED) {
            return maskId;
        }
        if (draw < MASKED + KEPT) {
            return id;
        }
        int other = random.nextInt(pieces);
        while (isSpecial(other)) {
            other = random.nextInt(pieces);
        }
        return other;
    }

    private boolean hasSpecial(int[] ids, int from, int to) {
        return Arrays.stream(ids, from, to).anyMatch(this::isSpecial);
    }

    private boolean isSpecial(int id) {
        for (int special : specials) {
            if (id == special) {
                return true;
            }
        }
        return false;
    }

    /** Tokens {@code from} to {@code to - 1}. */
    private record Word(int from, int to) {
        int length() {
            return to - from;
        }
    }
}
