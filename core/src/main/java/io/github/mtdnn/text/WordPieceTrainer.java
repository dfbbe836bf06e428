package io.github.mtdnn.text;

import io.github.mtdnn.failure.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learns the pieces of a WordPiece vocabulary from counted words. Begins with the characters, of
 * which all but the first of a word are marked {@code ##}, and again and again makes a piece of the
 * two neighbours that stand together most often (byte-pair encoding, Sennrich et al. 2016), the
 * earlier pieces of equals.
 *
 * <p>The original WordPiece (Schuster and Nakajima 2012) takes the two that raise the likelihood of
 * the text the most. Its program was never published. The score count(ab) / (count(a) · count(b))
 * often given for it makes pieces of what is rare, two letters that occur once, and together, above
 * all; vocabularies trained in the open, those of the Hugging Face library among them, go by count,
 * and so do we.
 *
 * <p>A merge touches only the words that hold its two pieces, and a heap knows the next pair, so
 * learning takes time nearly in proportion to the words' length. The same counts give the same
 * pieces.
 */
public final class WordPieceTrainer {
    private static final List<String> SPECIALS =
            List.of(
                    Vocabulary.PAD,
                    Vocabulary.UNKNOWN,
                    Vocabulary.CLS,
                    Vocabulary.SEP,
                    Vocabulary.MASK);

    private final int size;
    private final int maxCharacters;
    private final long minCount;

    /**
     * Makes a trainer.
     *
     * @param size pieces to learn, specials included; there are fewer where the words give no more
     * @param maxCharacters characters that become pieces, the most frequent; words with others are
     *     left out, and will be unknown. BERT's English vocabulary has about 1000
     * @param minCount how often two neighbours have to stand together to become a piece
     */
    public WordPieceTrainer(int size, int maxCharacters, long minCount) {
        this.size = size;
        this.maxCharacters = maxCharacters;
        this.minCount = minCount;
    }

    /**
     * Learns the pieces.
     *
     * @param words how often each word occurs; words as {@link BasicTokenizer} gives them
     * @return the pieces in the order of their ids: specials, characters, and what was made of them
     * @throws ConfigException where the size has no room for the characters
     */
    public List<String> train(Map<String, Long> words) {
        List<Integer> characters = characters(words);
        int least = SPECIALS.size() + 2 * characters.size();
        if (size < least) {
            throw new ConfigException(
                    ("a vocabulary of %d pieces has no room for %d specials and %d characters, each"
                                    + " at the beginning of a word and within one. Make it %d or"
                                    + " more, or take fewer characters.")
                            .formatted(size, SPECIALS.size(), characters.size(), least));
        }
        Pieces pieces = new Pieces(characters);
        TrainingWords trainingWords = new TrainingWords();
        // In an order of their own, whatever the order of the map.
        new TreeMap<>(words)
                .forEach(
                        (word, count) ->
                                pieces.split(word)
                                        .ifPresent(split -> trainingWords.add(split, count)));
        learn(pieces, trainingWords);
        return List.copyOf(pieces.texts);
    }

    private void learn(Pieces pieces, TrainingWords words) {
        while (pieces.texts.size() < size) {
            PairCounts.Pair best = words.pairs().removeMostFrequent();
            if (best.count() < minCount || best.count() == 0) {
                return;
            }
            words.merge(best.left(), best.right(), pieces.merge(best.left(), best.right()));
        }
    }

    /** The characters that become pieces, the most frequent first. */
    private List<Integer> characters(Map<String, Long> words) {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        words.forEach(
                (word, count) -> word.codePoints().forEach(c -> counts.merge(c, count, Long::sum)));
        return counts.keySet().stream()
                .sorted((left, right) -> Long.compare(counts.get(right), counts.get(left)))
                .limit(maxCharacters)
                .toList();
    }

    /** The pieces so far. */
    private static final class Pieces {
        private static final String MARK = "##";

        private final List<String> texts = new ArrayList<>(SPECIALS);
        private final Map<String, Integer> ids = new HashMap<>();

        /** Every character gets both its pieces, so that no word of known characters is unknown. */
        Pieces(List<Integer> characters) {
            characters.forEach(character -> id(Character.toString(character)));
            characters.forEach(character -> id(MARK + Character.toString(character)));
        }

        private int id(String text) {
            Integer known = ids.putIfAbsent(text, texts.size());
            if (known == null) {
                texts.add(text);
                return texts.size() - 1;
            }
            return known;
        }

        /** The piece of two; one that other pieces made before is not made again. */
        int merge(int left, int right) {
            return id(texts.get(left) + texts.get(right).substring(MARK.length()));
        }

        /** A word as its characters' pieces, if all of them are known and it is not too long. */
        Optional<int[]> split(String word) {
            int[] codePoints = word.codePoints().toArray();
            if (codePoints.length > WordPiece.MAX_WORD_LENGTH) {
                return Optional.empty();
            }
            int[] split = new int[codePoints.length];
            for (int i = 0; i < split.length; i++) {
                Integer id = ids.get((i == 0 ? "" : MARK) + Character.toString(codePoints[i]));
                if (id == null) {
                    return Optional.empty();
                }
                split[i] = id;
            }
            return Optional.of(split);
        }
    }
}
