package io.github.mtdnn.spark.prep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected texts are what Python 3 prints. */
class PythonJsonTest {
    @Test
    void writesFieldsInTheirOrderWithBlanksBetween() {
        PythonJson json =
                new PythonJson()
                        .add("uid", "7")
                        .add("label", 1)
                        .addLists("token_id", List.of(new int[] {1, 2}, new int[] {3}))
                        .add("none", new int[0])
                        .addTexts("ruid", List.of("a", "b"))
                        .add("olabel", new double[] {0, 1.5});

        assertThat(json)
                .hasToString(
                        "{\"uid\": \"7\", \"label\": 1, \"token_id\": [[1, 2], [3]], \"none\": [],"
                                + " \"ruid\": [\"a\", \"b\"], \"olabel\": [0.0, 1.5]}");
    }

    @Test
    void escapesAllThatIsNotPlainAscii() {
        String text = "\"\\/\n\r\t\b\f\u0001\u007f~\u00e9\u4e2d\ud83d\ude00";

        assertThat(new PythonJson().add("uid", text))
                .hasToString(
                        "{\"uid\": \"\\\"\\\\/\\n\\r\\t\\b\\f\\u0001\\u007f~\\u00e9\\u4e2d"
                                + "\\ud83d\\ude00\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5.0",
        "0, 0.0",
        "-0.0, -0.0",
        "3.8, 3.8",
        "-2.75, -2.75",
        "0.1, 0.1",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0.000012, 1.2e-05",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "-1.5e300, -1.5e+300",
        "1e100, 1e+100",
        "2e23, 2e+23",
        "0.30000000000000004, 0.30000000000000004"
    })
    void writesNumbersAsPythonDoes(double value, String expected) {
        assertThat(new PythonJson().add("label", value))
                .hasToString("{\"label\": %s}".formatted(expected));
    }
}
