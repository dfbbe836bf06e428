package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.task.ColumnRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists as Python 3 prints them; others are read by the tests of sequence labelling. */
class ListTextTest {
    @Test
    void readsEveryEscapeOfPython() {
        assertThat(parse("['\\x07\\xa0', '\\u200d', '\\U0001f600\\U000e0001', '\\n\\t\\'\\\\']"))
                .containsExactly("\u0007\u00a0", "\u200d", "\ud83d\ude00\udb40\udc01", "\n\t'\\");
    }

    @Test
    void aBackslashThatIsEscapedBeginsNoEscape() {
        assertThat(parse("['\\\\x41', '\\\\\\x41', '\\\\U0001f600']"))
                .containsExactly("\\x41", "\\A", "\\U0001f600");
    }

    @Test
    void aListThatDoesNotEndIsNone() {
        assertThatExceptionOfType(RowProblem.class)
                .isThrownBy(() -> parse("['\\xa0\\'"))
                .withMessageStartingWith("column 2 is no list: ");
    }

    private static List<String> parse(String text) {
        return ListText.parse(text, new ColumnRef.Index(2), true);
    }
}
