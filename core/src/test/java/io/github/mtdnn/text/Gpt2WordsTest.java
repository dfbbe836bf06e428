package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class Gpt2WordsTest {
    /** The published expression; {@code \s} of Java knows only ASCII. */
    private static final Pattern PUBLISHED =
            Pattern.compile(
                    ("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^S\\p{L}\\p{N}]+"
                                    + "|[S]+(?![^S])|[S]+")
                            .replace("S", "\\p{IsWhite_Space}"));

    @Test
    void keepTheBlankBeforeThem() {
        assertThat(words("Hello there, 3 apples"))
                .containsExactly("Hello", " there", ",", " 3", " apples");
    }

    @Test
    void endBeforeContractionsInLowerCase() {
        assertThat(words("we'll don't I'm o'clock he'S"))
                .containsExactly(
                        "we", "'ll", " don", "'t", " I", "'m", " o", "'", "clock", " he", "'", "S");
        assertThat(words(" 's !'s '")).containsExactly(" '", "s", " !'", "s", " '");
    }

    @Test
    void leaveTheLastWhiteSpaceToTheWordAfterIt() {
        assertThat(words("a   b\n\nc \t")).containsExactly("a", "  ", " b", "\n", "\n", "c", " \t");
    }

    @Test
    void countSurrogatePairsByTheirClass() {
        assertThat(words("x\ud835\udc00y \ud83d\ude00\ud83d\ude00z \ud83d"))
                .containsExactly("x\ud835\udc00y", " \ud83d\ude00\ud83d\ude00", "z", " \ud83d");
    }

    @Test
    void agreeWithThePublishedExpression() {
        Random random = new Random(3);
        String alphabet = "ab's tredl vm19,.!\n\t\u00a0\u3000\u00e9\u00b2\u0301\u6f22'' ";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<String> expected = new ArrayList<>();
            Matcher matcher = PUBLISHED.matcher(text);
            while (matcher.find()) {
                expected.add(matcher.group());
            }
            assertThat(words(text.toString())).isEqualTo(expected);
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Gpt2Words.end(text, at);
            words.add(text.substring(at, end));
            at = end;
        }
        return words;
    }
}
