package io.github.mtdnn.config;

import com.typesafe.config.ConfigValueType;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.FieldColumns;
import io.github.mtdnn.task.Split;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.Condition;
import io.github.mtdnn.task.SplitSource.Selection;
import io.github.mtdnn.task.SplitSource.ShortRows;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.TextShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the sections {@code source} (defaults of all splits) and {@code splits} of a task. */
final class SplitReader {
    private static final Pattern SPLIT_NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final List<String> SOURCE_KEYS =
            List.of(
                    "directory",
                    "format",
                    "header",
                    "strip-lines",
                    "separator",
                    "min-columns",
                    "max-columns",
                    "short-rows",
                    "rows",
                    "documents",
                    "document-start",
                    "columns",
                    "skip-labels",
                    "where",
                    "url");
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
        allowOnlyInSections(source);
        Section all = task.section("splits");
        for (String name : all.keys()) {
            if (all.has(name)) {
                Section split = all.section(name);
                split.allowOnly(SPLIT_KEYS);
                allowOnlyInSections(split);
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

    private static void allowOnlyInSections(Section section) {
        section.section("columns").allowOnly(FieldColumnsReader.FIELDS);
        section.section("where").allowOnly(RowRules.CONDITION_KEYS);
        section.section("sample").allowOnly(RowRules.SAMPLE_KEYS);
    }

    private static List<String> splitKeys() {
        List<String> keys = new ArrayList<>(List.of("path", "role", "sample"));
        keys.addAll(SOURCE_KEYS);
        return List.copyOf(keys);
    }

    /** Whether any split says where a field is. */
    boolean names(Field field) {
        return splits.stream().anyMatch(split -> split.section("columns").has(field.configName()));
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
        List<String> paths = paths(section);
        TableFormat format = format(section, paths.get(0));
        if (paths.size() > 1 && !format.isText()) {
            section.problem(
                    "path",
                    ("%s.path names %d of %s, but only text files are read one after the other."
                                    + " Give one, or a directory that holds the files.")
                            .formatted(section.path(), paths.size(), format.configName()));
        }
        requireTokenizedForm(section, format, shape);
        boolean header = section.flag("header").orElse(format.isDelimitedText());
        FieldColumns columns =
                new FieldColumnsReader(section, task.path(), shape, format, header).read();
        RowRules rules = new RowRules(section, format, header);
        Condition where = rules.condition();
        Split split = new Split(name, role(name, section));
        SplitSource source =
                new SplitSource(
                        split,
                        format == TableFormat.TABLE
                                ? paths
                                : paths.stream().map(path -> inDirectory(section, path)).toList(),
                        section.text("url").orElse(""),
                        format,
                        header,
                        section.flag("strip-lines").orElse(false),
                        rules.separator(),
                        rules.columnCounts(columns, where),
                        section.choice("short-rows", ShortRows.class).orElse(ShortRows.FAIL),
                        rules.rows(),
                        rules.documents(shape),
                        columns,
                        new Selection(
                                section.texts("skip-labels").orElse(List.of()),
                                where,
                                rules.sample(split.role())));
        rules.checkListsOf(source);
        return source;
    }

    /** The toolkit keeps other things of a question than ours. */
    private static void requireTokenizedForm(Section section, TableFormat format, TextShape shape) {
        if (format.isTokenized() && shape == TextShape.QUESTION) {
            section.problem(
                    "format",
                    "%s.format = %s is not for questions; read the file they were tokenised from, with format = json."
                            .formatted(section.path(), format.configName()));
        }
    }

    private static List<String> paths(Section section) {
        // A single text is one path, whatever commas it has.
        boolean isList =
                section.find("path")
                        .filter(entry -> entry.value().valueType() == ConfigValueType.LIST)
                        .isPresent();
        List<String> paths =
                isList
                        ? section.texts("path").orElse(List.of())
                        : section.text("path").map(List::of).orElse(List.of());
        if (paths.isEmpty() || paths.stream().anyMatch(String::isBlank)) {
            section.problem(
                    "path",
                    "%s.path is missing; give the file, directory or table of this split."
                            .formatted(section.path()));
            return List.of("");
        }
        return paths;
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
            String ending = "." + format.ending();
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
}
