package io.github.mtdnn.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns single HOCON values into Java's. What does not fit is noted with where it stands, what was
 * found and what is allowed, and gives an empty result, so that reading can go on.
 */
final class Values {
    private final Problems problems;

    Values(Problems problems) {
        this.problems = problems;
    }

    Optional<String> text(String path, ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> Optional.of(written(value));
            default -> wrongType(path, value, "a text");
        };
    }

    Optional<Boolean> flag(String path, ConfigValue value) {
        return switch (scalar(value)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> wrongType(path, value, "true or false");
        };
    }

    /** A whole number that an {@code int} holds. */
    Optional<Integer> integer(String path, ConfigValue value, NumberRange range) {
        return whole(path, value, range, Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue);
    }

    /** A whole number that a {@code long} holds. */
    Optional<Long> longInteger(String path, ConfigValue value, NumberRange range) {
        return whole(path, value, range, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private Optional<Long> whole(
            String path, ConfigValue value, NumberRange range, long least, long greatest) {
        String allowed = range.describe("a whole number");
        Optional<BigDecimal> number = number(value);
        if (number.isEmpty()) {
            return wrongType(path, value, allowed);
        }
        Optional<Long> whole =
                number.filter(any -> any.compareTo(BigDecimal.valueOf(least)) >= 0)
                        .filter(any -> any.compareTo(BigDecimal.valueOf(greatest)) <= 0)
                        .filter(any -> any.stripTrailingZeros().scale() <= 0)
                        .map(BigDecimal::longValueExact)
                        .filter(range::contains);
        return whole.isPresent() ? whole : wrongType(path, value, allowed);
    }

    Optional<Double> decimal(String path, ConfigValue value, NumberRange range) {
        Optional<Double> number =
                number(value)
                        .map(BigDecimal::doubleValue)
                        .filter(Double::isFinite)
                        .filter(range::contains);
        return number.isPresent() ? number : wrongType(path, value, range.describe("a number"));
    }

    /** A value of an enumeration, in kebab-case. */
    <E extends Enum<E>> Optional<E> choice(String path, ConfigValue value, Class<E> type) {
        String found = scalar(value);
        Optional<E> choice =
                Arrays.stream(type.getEnumConstants())
                        .filter(any -> Names.kebab(any).equals(found))
                        .findFirst();
        if (choice.isPresent()) {
            return choice;
        }
        List<String> choices = Names.choices(type);
        return wrongType(
                path,
                value,
                "one of " + String.join(", ", choices),
                Names.didYouMean(found, choices));
    }

    /** A list of texts; a single text is cut at its commas. */
    Optional<List<String>> texts(String path, ConfigValue value) {
        if (value.valueType() == ConfigValueType.STRING) {
            return Optional.of(
                    Arrays.stream(written(value).split(","))
                            .map(String::strip)
                            .filter(text -> !text.isEmpty())
                            .toList());
        }
        return elements(path, value)
                .map(
                        elements -> {
                            List<String> texts = new ArrayList<>();
                            for (ConfigValue element : elements) {
                                text(path, element).ifPresent(texts::add);
                            }
                            return List.copyOf(texts);
                        });
    }

    /** The elements of a list; a single value is a list of one. */
    Optional<List<ConfigValue>> elements(String path, ConfigValue value) {
        return switch (value.valueType()) {
            case LIST -> Optional.of(List.copyOf((ConfigList) value));
            case STRING, NUMBER, BOOLEAN -> Optional.of(List.of(value));
            default -> wrongType(path, value, "a list such as [a, b]");
        };
    }

    Optional<ConfigObject> section(String path, ConfigValue value) {
        return value instanceof ConfigObject object
                ? Optional.of(object)
                : wrongType(path, value, "a section, { … }");
    }

    private <T> Optional<T> wrongType(String path, ConfigValue value, String allowed) {
        return wrongType(path, value, allowed, "");
    }

    private <T> Optional<T> wrongType(
            String path, ConfigValue value, String allowed, String suggestion) {
        problems.add(
                value.origin(),
                "%s = %s is not allowed; give %s.%s"
                        .formatted(path, Problems.shown(path, value), allowed, suggestion));
        return Optional.empty();
    }

    /** A number, also from a text, as an environment variable gives it. */
    private static Optional<BigDecimal> number(ConfigValue value) {
        try {
            return Optional.of(new BigDecimal(scalar(value)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The text of a scalar; empty for lists, sections and null. */
    private static String scalar(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> written(value).strip();
            default -> "";
        };
    }

    /** The scalar as it was written: {@code 007} stays 007, where unwrapping would give 7. */
    private static String written(ConfigValue value) {
        return value.atKey("value").getString("value");
    }
}
