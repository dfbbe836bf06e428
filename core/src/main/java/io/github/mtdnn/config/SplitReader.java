package io.github.mtdnn.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Split;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.ColumnCounts;
import io.github.mtdnn.task.SplitSource.ShortRows;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.TextShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the sections {@code source} (defaults of all splits) and {@code splits} of a task. */
final class SplitReader {
    private static final Pattern SPLIT_NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final List<String> FIELDS = List.of("uid", "premise", "hypothesis", "label");
    private static final List<String> SOURCE_KEYS =
            List.of(
                    "directory",
                    "format",
                    "header",
                    "strip-lines",
                    "min-columns",
                    "max-columns",
                    "short-rows",
                    "columns",
                    "skip-labels");
    private static final List<String> SPLIT_KEYS = splitKeys();

    /** How the names of splits end, by role; "validation" and its short forms are dev splits. */
    private static final Map<SplitRole, List<String>> ENDINGS =
            Map.of(
                    SplitRole.TRAIN, List.of("train"),
                    SplitRole.DEV, List.of("dev", "validation", "valid", "val"),
                    SplitRole.TEST, List.of("test"));

    private final Section task;
    private final Section source;
    private final List<Section> splits = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    SplitReader(Section task) {
        this.task = task;
        source = task.section("source");
        source.allowOnly(SOURCE_KEYS);
        source.section("columns").allowOnly(FIELDS);
        Section all = task.section("splits");
        for (String name : all.keys()) {
            if (all.has(name)) {
                Section split = all.section(name);
                split.allowOnly(SPLIT_KEYS);
                split.section("columns").allowOnly(FIELDS);
                names.add(name);
                splits.add(split.withDefaults(source));
            }
        }
        if (splits.isEmpty()) {
            task.problem(
                    "splits",
                    "%1$s.splits is missing or empty; name at least one, for example"
                                    .formatted(task.path())
                            + " splits { train { path = \"train.tsv\" } }.");
        }
    }

    private static List<String> splitKeys() {
        List<String> keys = new ArrayList<>(List.of("path", "role"));
        keys.addAll(SOURCE_KEYS);
        return List.copyOf(keys);
    }

    /** A pair where any split has a hypothesis. */
    TextShape shapeOfTheColumns() {
        boolean pair =
                splits.stream().anyMatch(split -> split.section("columns").has("hypothesis"));
        return pair ? TextShape.PAIR : TextShape.SINGLE;
    }

    /** Training splits first, then dev, then test; otherwise in the order of the definition. */
    List<SplitSource> read(TextShape shape) {
        List<SplitSource> sources = new ArrayList<>();
        for (int index = 0; index < splits.size(); index++) {
            sources.add(split(names.get(index), splits.get(index), shape));
        }
        sources.sort(Comparator.comparing(source -> source.split().role()));
        return sources;
    }

    private SplitSource split(String name, Section section, TextShape shape) {
        if (!SPLIT_NAME.matcher(name).matches()) {
            task.problem(
                    "splits",
                    "the split name \"%s\" of %s has to consist of letters, digits, '_' and '-'; "
                                    .formatted(name, task.path())
                            + "rename it.");
        }
        String path = section.text("path").orElse("");
        if (path.isBlank()) {
            section.problem(
                    "path",
                    "%s.path is missing; give the file, directory or table of this split."
                            .formatted(section.path()));
        }
        TableFormat format = format(section, path);
        boolean header = section.flag("header").orElse(format.isDelimitedText());
        Columns columns = columns(section, shape, format, header);
        return new SplitSource(
                new Split(name, role(name, section)),
                format == TableFormat.TABLE ? path : inDirectory(section, path),
                format,
                header,
                section.flag("strip-lines").orElse(false),
                columnCounts(section, columns),
                section.choice("short-rows", ShortRows.class).orElse(ShortRows.FAIL),
                columns.uid(),
                columns.premise(),
                columns.hypothesis(),
                columns.label(),
                section.texts("skip-labels").orElse(List.of()));
    }

    private static String inDirectory(Section section, String path) {
        String directory = section.text("directory").orElse("");
        if (directory.isEmpty()) {
            return path;
        }
        return directory.endsWith("/") ? directory + path : directory + "/" + path;
    }

    private static SplitRole role(String name, Section section) {
        if (section.has("role")) {
            return section.choice("role", SplitRole.class).orElse(SplitRole.TRAIN);
        }
        String lowerCase = name.toLowerCase(Locale.ROOT);
        for (SplitRole role : SplitRole.values()) {
            if (ENDINGS.get(role).stream().anyMatch(lowerCase::endsWith)) {
                return role;
            }
        }
        section.problem(
                "role",
                "%s.role is missing, and the name does not end in train, dev or test; give one of "
                                .formatted(section.path())
                        + String.join(", ", Names.choices(SplitRole.class))
                        + ".");
        return SplitRole.TRAIN;
    }

    private static TableFormat format(Section section, String path) {
        if (section.has("format")) {
            return section.choice("format", TableFormat.class).orElse(TableFormat.TSV);
        }
        String lowerCase = path.toLowerCase(Locale.ROOT);
        for (TableFormat format : TableFormat.values()) {
            String ending = "." + format.configName();
            if (lowerCase.endsWith(ending) || lowerCase.endsWith(ending + ".gz")) {
                return format;
            }
        }
        if (!path.isBlank()) {
            section.problem(
                    "path",
                    "%1$s.format is missing, and the path \"%2$s\" does not tell it by its ending;"
                                    .formatted(section.path(), path)
                            + " give one of %s."
                                    .formatted(
                                            String.join(", ", Names.choices(TableFormat.class))));
        }
        return TableFormat.TSV;
    }

    private Columns columns(Section section, TextShape shape, TableFormat format, boolean header) {
        Section columns = section.section("columns");
        ColumnRef premise = column(columns, "premise", new ColumnRef.Name("premise"));
        ColumnRef hypothesis =
                column(
                        columns,
                        "hypothesis",
                        shape == TextShape.PAIR
                                ? new ColumnRef.Name("hypothesis")
                                : new ColumnRef.Absent());
        Columns read =
                new Columns(
                        column(columns, "uid", new ColumnRef.RowCount()),
                        premise,
                        hypothesis,
                        column(columns, "label", new ColumnRef.Name("label")));
        List<String> texts = FIELDS.subList(1, shape == TextShape.PAIR ? 3 : 2);
        for (String text : texts) {
            if (!Columns.isColumn(read.of(text))) {
                columns.problem(
                        text,
                        "%s.%s has to be a column, by name or by number from 0 (-1 is the last)."
                                .formatted(columns.path(), text));
            }
        }
        if (shape == TextShape.SINGLE && !(hypothesis instanceof ColumnRef.Absent)) {
            columns.problem(
                    "hypothesis",
                    "%s.hypothesis is given, but %s.text = single. "
                                    .formatted(columns.path(), task.path())
                            + "Leave it out, or set text = pair.");
        }
        if (read.uid() instanceof ColumnRef.Absent || read.uid() instanceof ColumnRef.Constant) {
            columns.problem(
                    "uid",
                    "%s.uid has to differ from row to row; give a column, or row-count."
                            .formatted(columns.path()));
        }
        for (String field : FIELDS) {
            checkAgainstFormat(columns, field, read.of(field), format, header);
        }
        return read;
    }

    private static void checkAgainstFormat(
            Section columns, String field, ColumnRef column, TableFormat format, boolean header) {
        String key = columns.path() + "." + field;
        if (column instanceof ColumnRef.Index && !format.isDelimitedText()) {
            columns.problem(
                    field,
                    "%s is %s, but the columns of %s have names. Give the column's name."
                            .formatted(key, column, format.configName()));
        }
        if (column instanceof ColumnRef.Name && format.isDelimitedText() && !header) {
            columns.problem(
                    field,
                    "%s is %s, but header = false, so that columns have no names. Give its number"
                                    .formatted(key, column)
                            + " from 0 (-1 is the last), or set header = true.");
        }
    }

    /** An integer, a name, {@code row-count}, {@code {constant = …}} or {@code {name = …}}. */
    private ColumnRef column(Section columns, String field, ColumnRef standard) {
        Optional<Section.Entry> entry = columns.find(field);
        if (entry.isEmpty()) {
            return columns.isNull(field) ? new ColumnRef.Absent() : standard;
        }
        ConfigValue value = entry.get().value();
        if (value.valueType() == ConfigValueType.NUMBER) {
            return columns.integer(field, NumberRange.ANY)
                    .<ColumnRef>map(ColumnRef.Index::new)
                    .orElse(standard);
        }
        if (value.valueType() == ConfigValueType.STRING) {
            String name = columns.text(field).orElseThrow();
            return name.equals("row-count") ? new ColumnRef.RowCount() : new ColumnRef.Name(name);
        }
        if (value instanceof ConfigObject object && object.size() == 1) {
            Section inner = columns.inside(entry.get(), object);
            if (object.containsKey("constant")) {
                return new ColumnRef.Constant(inner.text("constant").orElse(""));
            }
            if (object.containsKey("name")) {
                return new ColumnRef.Name(inner.text("name").orElse(""));
            }
        }
        columns.problem(
                field,
                "%s = %s is not a column; give a name, a number from 0 (-1 is the last), row-count,"
                                .formatted(
                                        entry.get().path(),
                                        Problems.shown(entry.get().path(), value))
                        + " {constant = \"…\"}, or null for none.");
        return standard;
    }

    private static ColumnCounts columnCounts(Section section, Columns columns) {
        int needed = columns.leastCount();
        int min = section.integer("min-columns", NumberRange.atLeast(1)).orElse(needed);
        int max = section.integer("max-columns", NumberRange.atLeast(1)).orElse(Integer.MAX_VALUE);
        if (min < needed) {
            section.problem(
                    "min-columns",
                    "%1$s.min-columns = %2$d, but %1$s.columns reaches as far as %3$d columns. "
                                    .formatted(section.path(), min, needed)
                            + "Raise it to %d.".formatted(needed));
        }
        if (max < min) {
            section.problem(
                    "max-columns",
                    "%s.max-columns = %d is less than the least number of columns, %d. Raise it."
                            .formatted(section.path(), max, min));
        }
        return new ColumnCounts(min, max);
    }

    /** The columns of the four fields of an example. */
    private record Columns(
            ColumnRef uid, ColumnRef premise, ColumnRef hypothesis, ColumnRef label) {

        /** The column of one of {@link #FIELDS}. */
        ColumnRef of(String field) {
            return List.of(uid, premise, hypothesis, label).get(FIELDS.indexOf(field));
        }

        static boolean isColumn(ColumnRef column) {
            return column instanceof ColumnRef.Index || column instanceof ColumnRef.Name;
        }

        /** How many columns a row needs for all numbers to point into it. */
        int leastCount() {
            return FIELDS.stream()
                    .map(this::of)
                    .filter(ColumnRef.Index.class::isInstance)
                    .map(ColumnRef.Index.class::cast)
                    .mapToInt(column -> column.index() < 0 ? -column.index() : column.index() + 1)
                    .max()
                    .orElse(0);
        }
    }
}
