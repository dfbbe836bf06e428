package io.github.mtdnn.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes the token sequences of documents, for masked language models. A document is cut into
 * stretches of whole words that fill a sequence, every tenth a shorter one, so that short texts are
 * learnt too (Devlin et al. 2019); nothing of it is left out.
 *
 * <p>A stretch with several {@link Paragraphs} is cut between two of them into a pair of texts, and
 * half of these pairs are swapped, so that the second text does not follow the first. Its text is
 * then the same as in the right order: a second text from somewhere else would be told by its topic
 * alone, and teach less (Lan et al. 2020, "sentence order"). A stretch of one paragraph is a single
 * text.
 *
 * <p>Words are letters, digits and accents that follow each other, and any other character by
 * itself, so that a tokenizer's pieces of a word are masked together whatever it calls them.
 *
 * <p>Reuses its memory from document to document: one instance per thread.
 */
public final class DocumentEncoder {
    private static final double SHORT_SHARE = 0.1;
    private static final int SHORTEST = 2;

    private final Tokenizer tokenizer;
    private final SequenceLayout layout;
    private final int room;
    private final TokenMasker masker;
    private final PieceIds ids = new PieceIds();
    private final Offsets offsets = new Offsets();

    /** Among the pieces of the document, those that a word begins with. */
    private final BitSet wordStarts = new BitSet();

    /** Those that a paragraph begins with. */
    private final BitSet paragraphStarts = new BitSet();

    /**
     * @param maxSeqLength longest sequence in tokens, specials included; at least two more than the
     *     specials of a pair
     * @param maskedShare of the pieces of a sequence that are hidden, above 0 and below 1
     */
    public DocumentEncoder(Tokenizer tokenizer, int maxSeqLength, double maskedShare) {
        this.tokenizer = tokenizer;
        this.layout = tokenizer.layout();
        this.room = maxSeqLength - layout.pairSpecials();
        this.masker = new TokenMasker(tokenizer, maskedShare);
        SequenceEncoder.requireRoom(
                tokenizer, maxSeqLength, "a pair of texts", layout.pairSpecials() + SHORTEST);
    }

    /**
     * Encodes a document.
     *
     * @param copies how often, each time cut and masked in another way
     * @param seed of all that is random
     * @return its stretches, copy by copy; none where the tokenizer keeps nothing of it
     */
    public List<MaskedText> encode(String document, int copies, long seed) {
        read(document);
        SplittableRandom random = new SplittableRandom(seed);
        List<MaskedText> texts = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            int from = 0;
            while (from < ids.size()) {
                boolean isShort = random.nextDouble() < SHORT_SHARE;
                int end = endOfWords(from, isShort ? random.nextInt(SHORTEST, room + 1) : room);
                MaskedText text = masked(from, end, random);
                if (Arrays.stream(text.hidden()).anyMatch(id -> id != MaskedText.NONE)) {
                    texts.add(text); // of specials alone there is nothing to learn
                }
                from = end;
            }
        }
        return texts;
    }

    private void read(String document) {
        ids.clear();
        wordStarts.clear();
        paragraphStarts.clear();
        for (String paragraph : Paragraphs.of(document)) {
            int first = ids.size();
            offsets.clear();
            int pieces = tokenizer.tokenizeInto(paragraph, ids, offsets);
            for (int i = 0; i < pieces; i++) {
                wordStarts.set(first + i, i == 0 || beginsWord(paragraph, i));
            }
            paragraphStarts.set(first, pieces > 0);
        }
    }

    private boolean beginsWord(String text, int piece) {
        int start = offsets.start(piece);
        int endBefore = offsets.end(piece - 1);
        if (start != endBefore || start == text.length()) {
            return start >= endBefore; // else it is of the same character as the piece before
        }
        return !isOfWord(text.codePointBefore(start)) || !isOfWord(text.codePointAt(start));
    }

    private static boolean isOfWord(int character) {
        return !Character.isIdeographic(character)
                && (Character.isLetterOrDigit(character)
                        || Character.getType(character) == Character.NON_SPACING_MARK);
    }

    /**
     * Where the words end that begin at a piece and have so many pieces at most; one word at least,
     * unless it is longer than a sequence.
     */
    private int endOfWords(int from, int most) {
        if (from + most >= ids.size()) {
            return ids.size();
        }
        int end = wordStarts.previousSetBit(from + most);
        if (end > from) {
            return end;
        }
        int endOfWord = wordStarts.nextSetBit(from + 1);
        return Math.min(endOfWord < 0 ? ids.size() : endOfWord, from + room);
    }

    private MaskedText masked(int from, int end, SplittableRandom random) {
        int[] cuts = paragraphStarts.get(from + 1, end).stream().map(p -> from + 1 + p).toArray();
        if (cuts.length == 0) {
            return masked(new Stretch(from, end), new Stretch(end, end), Double.NaN, random);
        }
        int cut = cuts[random.nextInt(cuts.length)];
        Stretch before = new Stretch(from, cut);
        Stretch after = new Stretch(cut, end);
        return random.nextBoolean()
                ? masked(before, after, 0, random)
                : masked(after, before, 1, random);
    }

    /**
     * @param second empty for a single text
     */
    private MaskedText masked(
            Stretch first, Stretch second, double order, SplittableRandom random) {
        boolean isPair = second.length() > 0;
        int specials = isPair ? layout.pairSpecials() : layout.singleSpecials();
        int[] inputIds = new int[first.length() + second.length() + specials];
        int[] tokenTypeIds = new int[inputIds.length];
        int[] words = new int[inputIds.length];
        Arrays.fill(inputIds, layout.endId());
        Arrays.fill(words, MaskedText.NONE);
        inputIds[0] = layout.startId();
        put(first, 1, inputIds, words);
        if (isPair) {
            int secondStart = 1 + first.length() + layout.endsBetween();
            put(second, secondStart, inputIds, words);
            Arrays.fill(tokenTypeIds, secondStart, tokenTypeIds.length, layout.secondTypeId());
        }
        int[] hidden = masker.mask(inputIds, words, random);
        return new MaskedText(inputIds, tokenTypeIds, hidden, order);
    }

    /** Puts pieces, and for each the number of the piece that its word begins with. */
    private void put(Stretch stretch, int to, int[] inputIds, int[] words) {
        for (int i = 0; i < stretch.length(); i++) {
            inputIds[to + i] = ids.get(stretch.from() + i);
            words[to + i] = wordStarts.previousSetBit(stretch.from() + i);
        }
    }

    /** Pieces {@code from} to {@code end - 1} of the document. */
    private record Stretch(int from, int end) {
        int length() {
            return end - from;
        }
    }
}
