package io.github.mtdnn.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The tokenizer of a published BERT: splits text into words, lower-cases them for an uncased
 * vocabulary, and splits the words into pieces. A special such as {@code [SEP]} that stands in the
 * text is taken as that special. Immutable.
 */
public final class BertTokenizer implements Tokenizer {
    private static final List<String> SPECIALS =
            List.of(
                    Vocabulary.UNKNOWN,
                    Vocabulary.SEP,
                    Vocabulary.PAD,
                    Vocabulary.CLS,
                    Vocabulary.MASK);

    private final Vocabulary vocabulary;
    private final SpecialTokens specials;
    private final WordPiece wordPiece;

    /**
     * Makes a tokenizer.
     *
     * @param cased whether the vocabulary has upper case and accents; if not, text is lower-cased
     *     and its accents are removed
     */
    public BertTokenizer(Vocabulary vocabulary, boolean cased) {
        this(vocabulary, cased ? Normalization.CASED : Normalization.UNCASED, specials(vocabulary));
    }

    /**
     * Makes a tokenizer of other rules than the published ones.
     *
     * @param specials what is not split where it stands in a text
     */
    public BertTokenizer(
            Vocabulary vocabulary, Normalization normalization, List<SpecialToken> specials) {
        this.vocabulary = vocabulary;
        this.specials = new SpecialTokens(specials);
        this.wordPiece = new WordPiece(vocabulary, normalization);
    }

    private static List<SpecialToken> specials(Vocabulary vocabulary) {
        List<SpecialToken> specials = new ArrayList<>();
        for (String text : SPECIALS) {
            vocabulary.id(text).ifPresent(id -> specials.add(new SpecialToken(text, id, false)));
        }
        return specials;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public String token(int id) {
        return vocabulary.piece(id);
    }

    @Override
    public OptionalInt id(String token) {
        return vocabulary.id(token);
    }

    @Override
    public int padId() {
        return vocabulary.padId();
    }

    @Override
    public int unknownId() {
        return vocabulary.unknownId();
    }

    @Override
    public OptionalInt maskId() {
        return vocabulary.id(Vocabulary.MASK);
    }

    @Override
    public SequenceLayout layout() {
        return SequenceLayout.bert(vocabulary.clsId(), vocabulary.sepId());
    }

    @Override
    public int tokenizeInto(CharSequence text, PieceIds ids) {
        int sizeBefore = ids.size();
        tokenize(text.toString(), new WordPieceScan(wordPiece, ids));
        return ids.size() - sizeBefore;
    }

    @Override
    public int tokenizeInto(CharSequence text, PieceIds ids, Offsets offsets) {
        int sizeBefore = ids.size();
        tokenize(text.toString(), new WordPieceScan(wordPiece, ids, offsets));
        return ids.size() - sizeBefore;
    }

    /** {@inheritDoc} Each is split as a text of its own, so it may have several BERT words. */
    @Override
    public int[] tokenizeWords(List<String> words, PieceIds ids) {
        WordPieceScan scan = new WordPieceScan(wordPiece, ids);
        int[] counts = new int[words.size()];
        for (int i = 0; i < counts.length; i++) {
            int sizeBefore = ids.size();
            tokenize(words.get(i), scan);
            counts[i] = ids.size() - sizeBefore;
        }
        return counts;
    }

    private void tokenize(String text, WordPieceScan scan) {
        int from = 0;
        int at = specials.next(text, 0);
        while (at < text.length()) {
            scan.scan(text, from, at);
            SpecialToken special = specials.at(text, at).orElseThrow();
            from = at + special.text().length();
            scan.takeSpecial(special.id(), at, from);
            at = specials.next(text, from);
        }
        scan.scan(text, from, text.length());
    }
}
