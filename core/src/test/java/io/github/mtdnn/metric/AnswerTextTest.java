package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTest {
    @ParameterizedTest
    @CsvSource({
        "The A-Team, ateam", // punctuation goes before articles are looked for
        "an apple a day, apple day",
        "a–b, –b", // an en dash is no ASCII punctuation, and ends a word
        "théâtre the, théâtre",
        "a½, a½", // a number is part of a word
        "𝐖an, 𝐖an", // as is a letter of two chars
        "under_the_bridge, underthebridge",
        "$1.50 [sic], 150 sic",
        "Ünal İ, ünal i̇",
    })
    void normalises(String text, String normalised) {
        assertThat(new AnswerText(text)).hasToString(normalised);
    }

    @Test
    void knowsTheBlanksOfAllScripts() {
        assertThat(new AnswerText("\u3000one\u00a0two\n\u2009three\u001c"))
                .hasToString("one two three");
    }

    @Test
    void countsAWordAsOftenAsBothHaveIt() {
        assertThat(new AnswerText("red red blue").f1(new AnswerText("red blue blue green")))
                .isEqualTo(2.0 * 2 / (3 + 4));
    }

    @Test
    void givesNothingForAnEmptyTextUnlessBothAre() {
        assertThat(new AnswerText("the").f1(new AnswerText(""))).isEqualTo(1);
        assertThat(new AnswerText("the").f1(new AnswerText("word"))).isZero();
        assertThat(new AnswerText("word").f1(new AnswerText("?!"))).isZero();
    }
}
