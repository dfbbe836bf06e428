package io.github.mtdnn.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the token sequences of sentences that are split into words, for sequence labelling.
 *
 * <p>A sentence that is too long is cut into windows of whole words, each as long as may be. Two
 * that follow each other share words, up to half a window, so that no word is read without its
 * neighbours. Each word is predicted in the one window that has most context around it, so that the
 * windows in their order predict the words in theirs.
 *
 * <p>A word of which the tokenizer keeps nothing stands as the unknown piece; one that alone is
 * longer than a window loses its last pieces.
 *
 * <p>Reuses its memory from sentence to sentence: one instance per thread.
 */
public final class WordsEncoder {
    private final Tokenizer tokenizer;
    private final SequenceLayout layout;
    private final int windowPieces;
    private final PieceIds found = new PieceIds();
    private final PieceIds kept = new PieceIds();

    /**
     * Makes an encoder of sentences.
     *
     * @param maxSeqLength longest window in tokens, specials included; at least one more than the
     *     specials of a single text
     */
    public WordsEncoder(Tokenizer tokenizer, int maxSeqLength) {
        this.tokenizer = tokenizer;
        this.layout = tokenizer.layout();
        SequenceEncoder.requireRoom(tokenizer, maxSeqLength, "a word", layout.singleSpecials() + 1);
        this.windowPieces = maxSeqLength - layout.singleSpecials();
    }

    /**
     * Encodes a sentence.
     *
     * @param words one at least
     * @return its windows, in order
     */
    public List<WordsWindow> encode(List<String> words) {
        found.clear();
        int[] counts = tokenizer.tokenizeWords(words, found);
        int[] starts = keep(counts);
        List<Stretch> stretches = stretches(starts);
        List<WordsWindow> windows = new ArrayList<>();
        int word = 0;
        for (int s = 0; s < stretches.size(); s++) {
            Stretch stretch = stretches.get(s);
            int firstPredicted = word;
            while (word < counts.length && !isBetterIn(s + 1, stretches, word, starts)) {
                word++;
            }
            if (word > firstPredicted) {
                boolean truncated =
                        Arrays.stream(counts, stretch.first(), stretch.end())
                                .anyMatch(count -> count > windowPieces);
                windows.add(window(stretch, starts, firstPredicted, word, truncated));
            }
        }
        return windows;
    }

    /**
     * Takes the pieces that each word stands with.
     *
     * @param counts how many pieces were found of each word
     * @return where each word's pieces start among those kept, and at the end how many these are
     */
    private int[] keep(int[] counts) {
        kept.clear();
        int[] starts = new int[counts.length + 1];
        int next = 0;
        for (int word = 0; word < counts.length; word++) {
            for (int piece = 0; piece < Math.min(counts[word], windowPieces); piece++) {
                kept.add(found.get(next + piece));
            }
            if (counts[word] == 0) {
                kept.add(tokenizer.unknownId());
            }
            next += counts[word];
            starts[word + 1] = kept.size();
        }
        return starts;
    }

    /** The words of each window: as many as fit, up to half of them those of the one before. */
    private List<Stretch> stretches(int[] starts) {
        int words = starts.length - 1;
        List<Stretch> stretches = new ArrayList<>();
        int first = 0;
        int end = 0;
        while (end < words) {
            int nextWordPieces = starts[end + 1] - starts[end];
            int shared = Math.min(windowPieces / 2, windowPieces - nextWordPieces);
            while (starts[end] - starts[first] > shared) {
                first++;
            }
            while (end < words && starts[end + 1] - starts[first] <= windowPieces) {
                end++;
            }
            stretches.add(new Stretch(first, end));
        }
        return stretches;
    }

    /**
     * Whether a word has more context in a stretch than in the one before. The further on the word,
     * the more this is so.
     */
    private static boolean isBetterIn(
            int stretch, List<Stretch> stretches, int word, int[] starts) {
        return stretch < stretches.size()
                && stretches.get(stretch).context(word, starts)
                        > stretches.get(stretch - 1).context(word, starts);
    }

    private WordsWindow window(
            Stretch stretch,
            int[] starts,
            int firstPredicted,
            int endPredicted,
            boolean truncated) {
        int from = starts[stretch.first()];
        int pieces = starts[stretch.end()] - from;
        int[] inputIds = new int[pieces + layout.singleSpecials()];
        inputIds[0] = layout.startId();
        for (int piece = 0; piece < pieces; piece++) {
            inputIds[1 + piece] = kept.get(from + piece);
        }
        inputIds[1 + pieces] = layout.endId();
        int[] predicted = new int[inputIds.length];
        Arrays.fill(predicted, WordsWindow.NONE);
        for (int word = firstPredicted; word < endPredicted; word++) {
            predicted[1 + starts[word] - from] = word;
        }
        return new WordsWindow(inputIds, predicted, truncated);
    }

    /** Words {@code first} to {@code end - 1} of a sentence. */
    private record Stretch(int first, int end) {

        /**
         * How many pieces stand between a word and the nearer place where the sentence is cut;
         * negative where the word is beyond it.
         */
        int context(int word, int[] starts) {
            int before = first == 0 ? Integer.MAX_VALUE : starts[word] - starts[first];
            boolean isLast = end == starts.length - 1;
            int after = isLast ? Integer.MAX_VALUE : starts[end] - starts[word + 1];
            return Math.min(before, after);
        }
    }
}
