package io.github.mtdnn.spark.prep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected texts are what Python 3 prints. */
class PythonLiteralTest {
    @Test
    void quotesAsPythonDoes() {
        assertThat(PythonLiteral.list(List.of("It", "'s", "\"so\"", "'\"", "")))
                .isEqualTo("['It', \"'s\", '\"so\"', '\\'\"', '']");
        assertThat(PythonLiteral.list(List.of())).isEqualTo("[]");
    }

    @Test
    void escapesWhatCannotBePrinted() {
        assertThat(PythonLiteral.list(List.of("a\\n", "\t\n\r")))
                .isEqualTo("['a\\\\n', '\\t\\n\\r']");
        assertThat(PythonLiteral.list(List.of("\u0007\u0085\u00a0\u00ad", " \u200d\u2028\u3000")))
                .isEqualTo("['\\x07\\x85\\xa0\\xad', ' \\u200d\\u2028\\u3000']");
        assertThat(PythonLiteral.list(List.of("\ue000\ufeff", "\udb40\udc01", "\ud800")))
                .isEqualTo("['\\ue000\\ufeff', '\\U000e0001', '\\ud800']");
    }

    @Test
    void leavesLettersOfAllScriptsAsTheyAre() {
        assertThat(PythonLiteral.list(List.of("\u00e9", "\u4e2d", "\ud83d\ude00")))
                .isEqualTo("['\u00e9', '\u4e2d', '\ud83d\ude00']");
    }
}
