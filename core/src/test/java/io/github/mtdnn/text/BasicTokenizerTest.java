package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BasicTokenizerTest {

    @Test
    void separatesAtWhiteSpaceOfEveryKind() {
        assertThat(uncased(" a\tb\nc\r\nd\u00a0e\u3000f\u2028g\u2029h ")).hasSize(8);
        assertThat(uncased("")).isEmpty();
        assertThat(uncased(" \t\n")).isEmpty();
    }

    @Test
    void removesControlAndFormatCharactersWithoutSeparating() {
        assertThat(uncased("a\u0000b\u0007c\ufffdd\u200de\u00adf\ue000g\u007fh\u0085i"))
                .containsExactly("abcdefghi");
    }

    @Test
    void removesHalvesOfSurrogatePairs() {
        assertThat(uncased("a\ud83db \ude00c \ud83d")).containsExactly("ab", "c");
    }

    @Test
    void takesPunctuationAndAllSymbolsOfAsciiAsWords() {
        assertThat(uncased("don't=$5^~`|<b>")).hasSize(13).contains("'", "=", "$", "^", "~", "`");
        assertThat(uncased("a\u2014b\u00bfc\u201cd")).hasSize(7);
        // A symbol beyond ASCII is no punctuation.
        assertThat(uncased("5\u20ac")).containsExactly("5\u20ac");
    }

    @Test
    void takesEachChineseCharacterAsAWordAndNoOtherScriptSo() {
        assertThat(uncased("ab\u6f22\u5b57c")).containsExactly("ab", "\u6f22", "\u5b57", "c");
        assertThat(uncased("\ud840\udc00x")).containsExactly("\ud840\udc00", "x");
        assertThat(uncased("\u3072\u3089")).containsExactly("\u3072\u3089");
        assertThat(uncased("\uf900")).containsExactly("\u8c48"); // a compatibility ideograph
    }

    @Test
    void lowersAndStripsAccentsWhenUncased() {
        assertThat(uncased("H\u00c9LLO \u0130stanbul \u01b0\u01a1\u0301"))
                .containsExactly("hello", "istanbul", "uo");
        // Stroke and eszett are no accents; final sigma is not told from the other.
        assertThat(uncased("\u00d8 STRA\u1e9eE \u039f\u0394\u039f\u03a3"))
                .containsExactly("\u00f8", "stra\u00dfe", "\u03bf\u03b4\u03bf\u03c3");
    }

    @Test
    void takesHangulApartWhenUncased() {
        assertThat(uncased("\ud55c")).containsExactly("\u1112\u1161\u11ab");
    }

    @Test
    void splitsAtPunctuationThatComesOutOfALetterlikeSign() {
        // U+2260 is "=" and a stroke.
        assertThat(uncased("a\u2260b")).containsExactly("a", "=", "b");
    }

    @Test
    void keepsCaseAndAccentsWhenCased() {
        assertThat(words("H\u00e9llo, W\u00d6RLD e\u0301 \ud55c", Normalization.CASED))
                .containsExactly("H\u00e9llo", ",", "W\u00d6RLD", "e\u0301", "\ud55c");
    }

    @Test
    void canLowerCaseWithoutStrippingAccentsAndLeaveIdeographsTogether() {
        assertThat(words("H\u00c9 \u6f22\u5b57", new Normalization(true, false, false)))
                .containsExactly("h\u00e9", "\u6f22\u5b57");
        assertThat(words("H\u00c9", new Normalization(false, true, true))).containsExactly("HE");
    }

    private static List<String> uncased(String text) {
        return words(text, Normalization.UNCASED);
    }

    private static List<String> words(String text, Normalization normalization) {
        List<String> words = new ArrayList<>();
        new BasicTokenizer(normalization).split(text, words::add);
        return words;
    }
}
