package io.github.mtdnn.text;

import java.util.List;

/**
 * The tokenizer of a published BERT: splits text into words, lower-cases them for an uncased
 * vocabulary, and splits the words into pieces.
 *
 * <p>A special such as {@code [SEP]} that stands in the text, spelled exactly so, is taken as that
 * special and not split, as the tokenizer of the Hugging Face library does.
 *
 * <p>Takes time in proportion to the text's length. Immutable and safe for use by many threads.
 */
public final class BertTokenizer {
    private static final List<String> SPECIALS =
            List.of(
                    Vocabulary.UNKNOWN,
                    Vocabulary.SEP,
                    Vocabulary.PAD,
                    Vocabulary.CLS,
                    Vocabulary.MASK);

    private final Vocabulary vocabulary;
    private final BasicTokenizer basicTokenizer;
    private final WordPiece wordPiece;

    /**
     * Makes a tokenizer.
     *
     * @param cased whether the vocabulary has upper case and accents; if not, text is lower-cased
     *     and its accents are removed
     */
    public BertTokenizer(Vocabulary vocabulary, boolean cased) {
        this.vocabulary = vocabulary;
        this.basicTokenizer = new BasicTokenizer(cased);
        this.wordPiece = new WordPiece(vocabulary);
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The pieces of a text, without {@code [CLS]} and {@code [SEP]} around them. */
    public List<String> tokenize(String text) {
        PieceIds ids = new PieceIds();
        tokenizeInto(text, ids);
        return vocabulary.pieces(ids);
    }

    /**
     * Appends the ids of the pieces of a text, without specials around them.
     *
     * @return how many ids were appended
     */
    public int tokenizeInto(CharSequence text, PieceIds ids) {
        int sizeBefore = ids.size();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '[') {
                String special = specialAt(text, i);
                if (!special.isEmpty()) {
                    splitInto(text, from, i, ids);
                    vocabulary.id(special).ifPresent(ids::add);
                    from = i + special.length();
                }
            }
        }
        splitInto(text, from, text.length(), ids);
        return ids.size() - sizeBefore;
    }

    private void splitInto(CharSequence text, int from, int to, PieceIds ids) {
        basicTokenizer.split(text, from, to, word -> wordPiece.split(word, ids));
    }

    /** The special that stands at a position, or the empty string. */
    private String specialAt(CharSequence text, int at) {
        for (String special : SPECIALS) {
            int end = at + special.length();
            if (end <= text.length()
                    && special.contentEquals(text.subSequence(at, end))
                    && vocabulary.id(special).isPresent()) {
                return special;
            }
        }
        return "";
    }
}
