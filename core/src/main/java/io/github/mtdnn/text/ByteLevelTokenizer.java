package io.github.mtdnn.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The tokenizer of a published GPT-2 or RoBERTa: splits text into words that keep the blank before
 * them, and merges the bytes of a word's UTF-8 to pieces. Nothing is unknown to it. A special such
 * as {@code <mask>} that stands in the text is taken as that special.
 *
 * <p>Offsets leave out the blanks that a piece begins with. Half of a surrogate pair is read as
 * U+FFFD. Apart from its cache of words, immutable.
 */
public final class ByteLevelTokenizer implements Tokenizer {
    private static final List<String> SPECIALS =
            List.of(
                    BytePairVocabulary.START,
                    BytePairVocabulary.PAD,
                    BytePairVocabulary.END,
                    BytePairVocabulary.UNKNOWN,
                    BytePairVocabulary.END_OF_TEXT);

    private final BytePairVocabulary vocabulary;
    private final boolean prefixSpace;
    private final SpecialTokens specials;
    private final MergeTable merges;
    private final int[] byteIds = new int[256];
    private final WordCache cache = new WordCache();

    /**
     * Makes a tokenizer.
     *
     * @param prefixSpace whether a text that does not begin with a blank is read as if one stood
     *     before it, so that its first word is split as any other
     */
    public ByteLevelTokenizer(BytePairVocabulary vocabulary, boolean prefixSpace) {
        this(vocabulary, prefixSpace, specials(vocabulary));
    }

    /**
     * Makes a tokenizer with other specials than the published ones.
     *
     * @param specials what is not split where it stands in a text
     */
    public ByteLevelTokenizer(
            BytePairVocabulary vocabulary, boolean prefixSpace, List<SpecialToken> specials) {
        this.vocabulary = vocabulary;
        this.prefixSpace = prefixSpace;
        this.specials = new SpecialTokens(specials);
        this.merges = new MergeTable(vocabulary);
        for (int b = 0; b < byteIds.length; b++) {
            byteIds[b] = vocabulary.id(String.valueOf(ByteAlphabet.character(b))).orElseThrow();
        }
    }

    private static List<SpecialToken> specials(BytePairVocabulary vocabulary) {
        List<SpecialToken> specials = new ArrayList<>();
        for (String text : SPECIALS) {
            vocabulary.id(text).ifPresent(id -> specials.add(new SpecialToken(text, id, false)));
        }
        String mask = BytePairVocabulary.MASK;
        vocabulary.id(mask).ifPresent(id -> specials.add(new SpecialToken(mask, id, true)));
        return specials;
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public String token(int id) {
        return vocabulary.token(id);
    }

    @Override
    public OptionalInt id(String token) {
        return vocabulary.id(token);
    }

    @Override
    public int padId() {
        return orEndOfText(BytePairVocabulary.PAD);
    }

    /** {@inheritDoc} Needed for empty words alone. */
    @Override
    public int unknownId() {
        return orEndOfText(BytePairVocabulary.UNKNOWN);
    }

    @Override
    public OptionalInt maskId() {
        return vocabulary.id(BytePairVocabulary.MASK);
    }

    /** {@inheritDoc} GPT-2 has one special, which then stands in all places. */
    @Override
    public SequenceLayout layout() {
        return SequenceLayout.roberta(
                orEndOfText(BytePairVocabulary.START), orEndOfText(BytePairVocabulary.END));
    }

    private int orEndOfText(String special) {
        return vocabulary
                .id(special)
                .orElseGet(() -> vocabulary.id(BytePairVocabulary.END_OF_TEXT).orElseThrow());
    }

    @Override
    public int tokenizeInto(CharSequence text, PieceIds ids) {
        int sizeBefore = ids.size();
        tokenize(text.toString(), prefixSpace, new ByteLevelScan(this, ids));
        return ids.size() - sizeBefore;
    }

    @Override
    public int tokenizeInto(CharSequence text, PieceIds ids, Offsets offsets) {
        int sizeBefore = ids.size();
        tokenize(text.toString(), prefixSpace, new ByteLevelScan(this, ids, offsets));
        return ids.size() - sizeBefore;
    }

    /** {@inheritDoc} They are split as in the text in which a blank stands between them. */
    @Override
    public int[] tokenizeWords(List<String> words, PieceIds ids) {
        ByteLevelScan scan = new ByteLevelScan(this, ids);
        int[] counts = new int[words.size()];
        for (int i = 0; i < counts.length; i++) {
            int sizeBefore = ids.size();
            tokenize(words.get(i), prefixSpace || i > 0, scan);
            counts[i] = ids.size() - sizeBefore;
        }
        return counts;
    }

    private void tokenize(String text, boolean prefixSpace, ByteLevelScan scan) {
        int from = 0;
        int at = specials.next(text, 0);
        while (at < text.length()) {
            SpecialToken special = specials.at(text, at).orElseThrow();
            int end = special.takesSpaceBefore() ? trimmed(text, from, at) : at;
            scan.scan(text, from, end, prefixSpace);
            from = at + special.text().length();
            scan.takeSpecial(special.id(), at, from);
            at = specials.next(text, from);
        }
        scan.scan(text, from, text.length(), prefixSpace);
    }

    private static int trimmed(String text, int from, int to) {
        int end = to;
        while (end > from && Gpt2Words.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    WordCache cache() {
        return cache;
    }

    MergeTable merges() {
        return merges;
    }

    /** The id of the piece that is one byte. */
    int byteId(int unsignedByte) {
        return byteIds[unsignedByte];
    }

    /** Number of bytes of a piece: a character of the byte alphabet each. */
    int byteLength(int id) {
        return vocabulary.token(id).length();
    }
}
