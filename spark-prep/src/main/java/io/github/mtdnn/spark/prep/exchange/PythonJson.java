package io.github.mtdnn.spark.prep.exchange;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A JSON object on one line, to the byte as Python's {@code json.dumps} writes it when nothing is
 * said: a blank after commas and colons, all that is not ASCII escaped, numbers as {@code repr}.
 */
final class PythonJson {
    /** Exponents of ten from which on, and below which, Python writes floats with one. */
    private static final int LARGE = 16;

    private static final int SMALL = -4;

    private final StringBuilder text = new StringBuilder("{");

    PythonJson add(String key, String value) {
        return key(key).append(value);
    }

    PythonJson add(String key, long value) {
        key(key).text.append(value);
        return this;
    }

    PythonJson add(String key, double value) {
        key(key).text.append(number(value));
        return this;
    }

    PythonJson add(String key, int[] values) {
        key(key).list(values.length, i -> Integer.toString(values[i]));
        return this;
    }

    PythonJson add(String key, double[] values) {
        key(key).list(values.length, i -> number(values[i]));
        return this;
    }

    PythonJson addTexts(String key, List<String> values) {
        key(key).list(values.size(), i -> quoted(values.get(i)));
        return this;
    }

    PythonJson addLists(String key, List<int[]> values) {
        key(key).list(values.size(), i -> list(values.get(i)));
        return this;
    }

    /** The object, without a line's end. */
    @Override
    public String toString() {
        return text + "}";
    }

    private PythonJson key(String key) {
        if (text.length() > 1) {
            text.append(", ");
        }
        text.append(quoted(key)).append(": ");
        return this;
    }

    private PythonJson append(String value) {
        text.append(quoted(value));
        return this;
    }

    private void list(int size, IntFunction<String> element) {
        appendList(text, size, element);
    }

    private static String list(int[] values) {
        StringBuilder list = new StringBuilder();
        appendList(list, values.length, i -> Integer.toString(values[i]));
        return list.toString();
    }

    private static void appendList(StringBuilder to, int size, IntFunction<String> element) {
        to.append('[');
        for (int i = 0; i < size; i++) {
            to.append(i == 0 ? "" : ", ").append(element.apply(i));
        }
        to.append(']');
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                default -> {
                    if (c >= ' ' && c <= '~') {
                        quoted.append(c);
                    } else {
                        quoted.append("\\u%04x".formatted((int) c));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** The shortest decimal that is read as this number again. */
    private static String number(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        // Java 17's own text of a number is not always the shortest.
        BigDecimal shortest =
                new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= SMALL && exponent < LARGE) {
            return shortest.scale() > 0
                    ? shortest.toPlainString()
                    : shortest.toPlainString() + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
