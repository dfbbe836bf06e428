package io.github.mtdnn.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.github.mtdnn.task.ColumnRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads where a field of an example comes from: a number, a name, {@code row-count}, or a section
 * that says how it is made.
 */
final class ColumnReader {
    private static final String ANSWER = "answer-in";
    private static final String ANSWER_START = "answer-start-in";
    private static final Pattern COLUMN_OF_TEMPLATE = Pattern.compile("\\{([^{}]+)}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,6}");

    private final boolean numbered;

    /**
     * @param numbered whether columns can be named by number
     */
    ColumnReader(boolean numbered) {
        this.numbered = numbered;
    }

    /**
     * The column at a key of a section.
     *
     * @param standard what it is where the key is left out, and where it holds no column
     */
    ColumnRef read(Section section, String key, ColumnRef standard) {
        Optional<Section.Entry> entry = section.find(key);
        if (entry.isEmpty()) {
            return section.isNull(key) ? new ColumnRef.Absent() : standard;
        }
        ConfigValue value = entry.get().value();
        if (value.valueType() == ConfigValueType.NUMBER) {
            return section.integer(key, NumberRange.ANY)
                    .<ColumnRef>map(ColumnRef.Index::new)
                    .orElse(standard);
        }
        if (value.valueType() == ConfigValueType.STRING) {
            String name = section.text(key).orElseThrow();
            return name.equals("row-count") ? new ColumnRef.RowCount() : new ColumnRef.Name(name);
        }
        if (value.valueType() == ConfigValueType.LIST) {
            return section.texts(key)
                    .<ColumnRef>map(texts -> several(section, texts))
                    .orElse(standard);
        }
        if (value instanceof ConfigObject object) {
            Optional<ColumnRef> made = made(section.inside(entry.get(), object), object);
            if (made.isPresent()) {
                return made.get();
            }
        }
        section.problem(
                key,
                ("%s = %s is not a column; give a name, a number from 0 (-1 is the last), row-count,"
                                + " {constant = \"…\"}, {template = \"…{column}…\"}, {in = …, replace"
                                + " = …, by = …}, {in = …, fill = \"…\", by = …}, or null for none;"
                                + " where the field is a list also [column, …], {split = column, at"
                                + " = \",\"}, {from = number}, {cut = …, first = …, last = …} or"
                                + " {distinct = …}.")
                        .formatted(entry.get().path(), Problems.shown(entry.get().path(), value)));
        return standard;
    }

    private Optional<ColumnRef> made(Section inner, ConfigObject object) {
        if (object.containsKey("in")) {
            return Optional.of(object.containsKey("fill") ? filled(inner) : replacement(inner));
        }
        if (object.containsKey("cut")) {
            return Optional.of(stretches(inner));
        }
        if (object.containsKey("template")) {
            return templates(inner);
        }
        if (object.containsKey("split")) {
            return parts(inner);
        }
        if (object.size() != 1) {
            return Optional.empty();
        }
        return switch (object.keySet().iterator().next()) {
            case "constant" -> inner.text("constant").map(ColumnRef.Constant::new);
            case "name" -> inner.text("name").map(ColumnRef.Name::new);
            case "from" -> inner.integer("from", NumberRange.atLeast(0)).map(ColumnRef.From::new);
            case "distinct" ->
                    Optional.of(
                            new ColumnRef.Distinct(list(inner, "distinct", "{distinct = names}")));
            case ANSWER -> Optional.of(markedAnswer(inner, ANSWER));
            case ANSWER_START -> Optional.of(markedAnswer(inner, ANSWER_START));
            default -> Optional.empty();
        };
    }

    /** One text, or a list of texts, with columns in braces. */
    private Optional<ColumnRef> templates(Section inner) {
        inner.allowOnly(List.of("template", "cases"));
        boolean isList =
                inner.find("template")
                        .filter(entry -> entry.value().valueType() == ConfigValueType.LIST)
                        .isPresent();
        Map<String, SortedMap<String, String>> cases = cases(inner.section("cases"));
        Optional<ColumnRef> read =
                isList
                        ? inner.texts("template")
                                .map(
                                        texts ->
                                                new ColumnRef.Several(
                                                        texts.stream()
                                                                .map(t -> template(inner, t, cases))
                                                                .toList()))
                        : inner.text("template").map(text -> template(inner, text, cases));
        List<String> used =
                read.stream().flatMap(column -> column.columns().stream()).map(this::key).toList();
        for (String column : cases.keySet()) {
            if (!used.contains(column)) {
                inner.problem(
                        "cases",
                        "%s.cases has %s, which is no column of the template; it has %s."
                                .formatted(inner.path(), column, String.join(", ", used)));
            }
        }
        return read;
    }

    private String key(ColumnRef column) {
        return column instanceof ColumnRef.Index index
                ? Integer.toString(index.index())
                : ((ColumnRef.Name) column).name();
    }

    /** What stands for each text of a column, by column. */
    private static Map<String, SortedMap<String, String>> cases(Section section) {
        Map<String, SortedMap<String, String>> cases = new TreeMap<>();
        for (String column : section.keys()) {
            Section texts = section.section(column);
            SortedMap<String, String> byText = new TreeMap<>();
            texts.keys().forEach(text -> texts.text(text).ifPresent(to -> byText.put(text, to)));
            cases.put(column, byText);
        }
        return cases;
    }

    private ColumnRef markedAnswer(Section inner, String key) {
        return new ColumnRef.MarkedAnswer(
                read(inner, key, new ColumnRef.Absent()), key.equals(ANSWER_START));
    }

    private Optional<ColumnRef> parts(Section inner) {
        inner.allowOnly(List.of("split", "at"));
        if (inner.text("at").orElse("").isEmpty()) {
            inner.problem(
                    "at",
                    "%s.at is missing; give what stands between the texts, as in {split = names, at = \",\"}."
                            .formatted(inner.path()));
            return Optional.empty();
        }
        return Optional.of(
                new ColumnRef.Parts(
                        read(inner, "split", new ColumnRef.Absent()),
                        inner.text("at").orElseThrow()));
    }

    private ColumnRef template(
            Section inner, String template, Map<String, SortedMap<String, String>> cases) {
        List<ColumnRef> parts = new ArrayList<>();
        Matcher column = COLUMN_OF_TEMPLATE.matcher(template);
        int end = 0;
        while (column.find()) {
            if (column.start() > end) {
                parts.add(new ColumnRef.Constant(template.substring(end, column.start())));
            }
            ColumnRef part = column(column.group(1));
            parts.add(
                    cases.containsKey(column.group(1))
                            ? new ColumnRef.Cases(part, cases.get(column.group(1)))
                            : part);
            end = column.end();
        }
        if (end == 0) {
            inner.problem(
                    "template",
                    ("%s.template = \"%s\" names no column; write columns in braces, for example"
                                    + " \"{word} {sentence1}\".")
                            .formatted(inner.path(), template));
        }
        if (end < template.length()) {
            parts.add(new ColumnRef.Constant(template.substring(end)));
        }
        return new ColumnRef.Template(parts);
    }

    /** A list made of columns, or of texts with columns in braces. */
    private ColumnRef several(Section section, List<String> texts) {
        return new ColumnRef.Several(
                texts.stream()
                        .map(
                                text ->
                                        text.contains("{")
                                                ? template(section, text, Map.of())
                                                : column(text))
                        .toList());
    }

    private ColumnRef column(String written) {
        return numbered && NUMBER.matcher(written).matches()
                ? new ColumnRef.Index(Integer.parseInt(written))
                : new ColumnRef.Name(written);
    }

    private ColumnRef replacement(Section inner) {
        inner.allowOnly(List.of("in", "replace", "by", "from-word"));
        String example = "{in = text, replace = old, by = new}";
        return new ColumnRef.Replacement(
                text(inner, "in", example),
                text(inner, "replace", example),
                text(inner, "by", example),
                read(inner, "from-word", new ColumnRef.Constant("0")));
    }

    private ColumnRef filled(Section inner) {
        inner.allowOnly(List.of("in", "fill", "by"));
        String example = "{in = text, fill = \"___\", by = word}";
        String mark = inner.text("fill").orElse("");
        if (mark.isEmpty()) {
            inner.problem(
                    "fill",
                    "%s.fill is empty; give the text that marks what is to be filled, as in %s."
                            .formatted(inner.path(), example));
        }
        return new ColumnRef.Filled(text(inner, "in", example), mark, given(inner, "by", example));
    }

    private ColumnRef stretches(Section inner) {
        inner.allowOnly(List.of("cut", "first", "last"));
        String example = "{cut = text, first = starts, last = ends}";
        return new ColumnRef.Stretches(
                text(inner, "cut", example),
                list(inner, "first", example),
                list(inner, "last", example));
    }

    /** A column that has to be given, and to be one text. */
    private ColumnRef text(Section inner, String key, String example) {
        ColumnRef column = given(inner, key, example);
        if (column.isList()) {
            inner.problem(
                    key,
                    "%s.%s is a list, but has to be one text, as in %s."
                            .formatted(inner.path(), key, example));
        }
        return column;
    }

    /** A column that has to be given, and to be a list. */
    private ColumnRef list(Section inner, String key, String example) {
        ColumnRef column = given(inner, key, example);
        if (column.isText() && !(column instanceof ColumnRef.Absent)) {
            inner.problem(
                    key,
                    "%s.%s has to be a list, but %s is one text; give a column that holds a list, as in %s."
                            .formatted(inner.path(), key, column, example));
        }
        return column;
    }

    private ColumnRef given(Section inner, String key, String example) {
        if (!inner.has(key)) {
            inner.problem(
                    key,
                    "%s.%s is missing; give a column, as in %s."
                            .formatted(inner.path(), key, example));
        }
        return read(inner, key, new ColumnRef.Absent());
    }
}
