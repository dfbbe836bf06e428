package io.github.mtdnn.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the section {@code tasks}. The form is described in docs/configuration.md. */
final class TaskDefinitions {
    private static final Pattern TASK_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");
    private static final double DEFAULT_DROPOUT = 0.1;
    private static final String NO_ANSWER_THRESHOLD = "no-answer-threshold";
    private static final List<String> KEYS =
            List.of(
                    "type",
                    "text",
                    "labels",
                    "num-classes",
                    "metrics",
                    "dropout",
                    NO_ANSWER_THRESHOLD,
                    "source",
                    "splits");

    /** Stands in the place of a task that cannot be used; nobody writes such a key. */
    private static final String UNUSABLE = "(unusable)";

    private static final Task STAND_IN =
            new Task(
                    "",
                    TaskType.CLASSIFICATION,
                    TextShape.SINGLE,
                    List.of(),
                    2,
                    List.of(),
                    DEFAULT_DROPOUT,
                    List.of());

    private TaskDefinitions() {}

    /**
     * What stands in the place of a definition that cannot be used, or of two of one name. It is an
     * error where this task, or one derived from it, is chosen.
     *
     * @param reason the error's message
     */
    static ConfigValue unusable(String reason) {
        return ConfigValueFactory.fromMap(Map.of(UNUSABLE, reason));
    }

    /** Every task of the section, by name; one with a problem is there with stand-in values. */
    static Map<String, Definition> read(ConfigObject tasks) {
        Map<String, Definition> read = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : tasks.entrySet()) {
            if (entry.getValue().valueType() != ConfigValueType.NULL) {
                read.put(entry.getKey(), definition(entry.getKey(), entry.getValue()));
            }
        }
        return read;
    }

    private static Definition definition(String name, ConfigValue value) {
        String path = "tasks." + name;
        Problems problems = new Problems();
        if (!(value instanceof ConfigObject)) {
            problems.add(
                    value.origin(),
                    "%s = %s is not a task; give a section with %s."
                            .formatted(path, Problems.shown(path, value), String.join(", ", KEYS)));
        }
        if (!TASK_NAME.matcher(name).matches()) {
            problems.add(
                    value.origin(),
                    "the task name \"%s\" has to consist of letters, digits and '-'; rename it."
                            .formatted(name));
        }
        if (!problems.isEmpty()) {
            return new Definition(STAND_IN, problems, true);
        }
        ConfigObject object = (ConfigObject) value;
        if (object.get(UNUSABLE) != null) {
            problems.add("", (String) object.get(UNUSABLE).unwrapped());
            return new Definition(STAND_IN, problems, false);
        }
        return new Definition(task(name, Section.of(path, object, problems)), problems, true);
    }

    private static Task task(String name, Section section) {
        section.allowOnly(KEYS);
        TaskType type = required(section);
        List<String> labels = labels(section, type);
        int numClasses = numClasses(section, type, labels);
        SplitReader splits = new SplitReader(section);
        TextShape shape = shape(section, type, splits);
        List<SplitSource> sources = splits.read(shape);
        List<MetricName> metrics = metrics(section, type, labels, numClasses);
        if (type == TaskType.RANKING) {
            requireGroups(section, shape, sources);
            requireAnswers(section, shape, metrics, sources);
        }
        return new Task(
                name,
                type,
                shape,
                labels,
                numClasses,
                metrics,
                section.decimal("dropout", NumberRange.BELOW_ONE).orElse(DEFAULT_DROPOUT),
                noAnswerThreshold(section, type),
                sources);
    }

    private static double noAnswerThreshold(Section section, TaskType type) {
        if (type != TaskType.SPAN && section.has(NO_ANSWER_THRESHOLD)) {
            section.problem(
                    NO_ANSWER_THRESHOLD,
                    "%s.%s is given, but a %s has no answers that could be left out. Leave it out."
                            .formatted(section.path(), NO_ANSWER_THRESHOLD, type.configName()));
        }
        return section.decimal(NO_ANSWER_THRESHOLD, NumberRange.ANY).orElse(0.0);
    }

    /** Rows of one candidate each have to say which of them belong together. */
    private static void requireGroups(Section section, TextShape shape, List<SplitSource> sources) {
        for (SplitSource source : sources) {
            if (shape.fields().contains(Field.GROUP)
                    && source.column(Field.GROUP) instanceof ColumnRef.Absent) {
                section.problem(
                        "source",
                        ("%1$s.splits.%2$s.columns.group is missing: candidates in rows of their own"
                                        + " are ranked among those of one group. Give the column of"
                                        + " what they answer, or %1$s.text = candidates where a row"
                                        + " has all of them.")
                                .formatted(section.path(), source.split()));
            }
        }
    }

    /** Where the text of the best candidate is judged, each scored split has right ones. */
    private static void requireAnswers(
            Section section, TextShape shape, List<MetricName> metrics, List<SplitSource> sources) {
        List<MetricName> ofAnswers = new ArrayList<>(metrics);
        ofAnswers.retainAll(PredictionKind.ANSWERS.metrics());
        for (SplitSource source : sources) {
            if (!ofAnswers.isEmpty()
                    && source.split().role() != SplitRole.TRAIN
                    && source.isLabelled(shape)
                    && source.column(Field.ANSWERS) instanceof ColumnRef.Absent) {
                section.problem(
                        "metrics",
                        ("%1$s.splits.%2$s.columns.answers is missing: %3$s compares the choice of the"
                                        + " best candidate with right answers. Give their column"
                                        + " (%1$s.text = candidates), or other metrics.")
                                .formatted(section.path(), source.split(), joined(ofAnswers)));
            }
        }
    }

    private static TextShape shape(Section section, TaskType type, SplitReader splits) {
        Optional<String> given = section.text("text");
        Optional<TextShape> shape =
                type.shapes().stream()
                        .filter(any -> given.filter(any.configName()::equals).isPresent())
                        .findFirst();
        if (given.isPresent() && shape.isEmpty()) {
            section.problem(
                    "text",
                    "%s.text = \"%s\" is not allowed; a %s has the text %s."
                            .formatted(
                                    section.path(),
                                    given.get(),
                                    type.configName(),
                                    type.shapes().stream()
                                            .map(TextShape::configName)
                                            .collect(Collectors.joining(" or "))));
        }
        return shape.orElseGet(() -> shapeOfTheColumns(type, splits));
    }

    /** A pair where any split has a hypothesis. */
    private static TextShape shapeOfTheColumns(TaskType type, SplitReader splits) {
        return type.shapes().contains(TextShape.PAIR) && splits.names(Field.HYPOTHESIS)
                ? TextShape.PAIR
                : type.shapes().get(0);
    }

    private static TaskType required(Section section) {
        if (!section.has("type")) {
            section.problem(
                    "type",
                    "%s.type is missing; give one of %s."
                            .formatted(
                                    section.path(),
                                    String.join(", ", Names.choices(TaskType.class))));
        }
        return section.choice("type", TaskType.class).orElse(TaskType.CLASSIFICATION);
    }

    private static List<String> labels(Section section, TaskType type) {
        List<String> labels = section.texts("labels").orElse(List.of());
        if (new HashSet<>(labels).size() < labels.size()) {
            section.problem(
                    "labels",
                    "%s.labels names a label twice: %s. Each class has one name; leave one out."
                            .formatted(section.path(), labels));
        }
        if (!type.mayNameLabels() && section.has("labels")) {
            section.problem(
                    "labels",
                    "%s.labels names classes, which a %s does not have. Leave it out."
                            .formatted(section.path(), type.configName()));
        }
        return labels;
    }

    private static int numClasses(Section section, TaskType type, List<String> labels) {
        String key = section.path() + ".num-classes";
        if (type == TaskType.MASKED_LM) {
            if (section.has("num-classes")) {
                section.problem(
                        "num-classes",
                        "%s is given, but the classes of a %s are the pieces of the vocabulary. Leave it out."
                                .formatted(key, type.configName()));
            }
            return Task.OF_VOCABULARY;
        }
        if (type.fixedClasses().isPresent()) {
            int fixed = type.fixedClasses().getAsInt();
            int given = section.integer("num-classes", NumberRange.ANY).orElse(fixed);
            if (given != fixed) {
                section.problem(
                        "num-classes",
                        "%s = %d, but a %s has %d. Leave it out."
                                .formatted(key, given, type.configName(), fixed));
            }
            return fixed;
        }
        if (!section.has("num-classes")) {
            if (labels.size() < 2) {
                section.problem(
                        "labels",
                        ("%1$s.labels has to name at least two classes; where the data holds class"
                                        + " indices from 0, give %1$s.num-classes instead.")
                                .formatted(section.path()));
            }
            return labels.size();
        }
        int given = section.integer("num-classes", NumberRange.atLeast(2)).orElse(2);
        if (!labels.isEmpty() && given != labels.size()) {
            section.problem(
                    "num-classes",
                    "%s = %d, but %s.labels names %d classes. Leave num-classes out."
                            .formatted(key, given, section.path(), labels.size()));
        }
        return given;
    }

    private static List<MetricName> metrics(
            Section section, TaskType type, List<String> labels, int numClasses) {
        List<MetricName> byType = type.usualMetrics(labels);
        List<MetricName> metrics = section.choices("metrics", MetricName.class).orElse(byType);
        List<MetricName> allowed = type.metrics(labels, numClasses);
        List<MetricName> unfit = new ArrayList<>(metrics);
        unfit.removeAll(allowed);
        if (!unfit.isEmpty()) {
            section.problem(
                    "metrics",
                    "%s.metrics has %s, which a %s does not have; give some of %s."
                            .formatted(
                                    section.path(),
                                    joined(unfit),
                                    type.hasLabels()
                                            ? "%s of %d classes"
                                                    .formatted(type.configName(), numClasses)
                                            : type.configName(),
                                    joined(allowed)));
        }
        if (metrics.isEmpty() && section.has("metrics")) {
            section.problem(
                    "metrics",
                    "%s.metrics is empty; give some of %s, or leave it out for %s."
                            .formatted(
                                    section.path(), joined(allowed), byType.get(0).configName()));
        }
        return metrics;
    }

    private static String joined(List<MetricName> metrics) {
        return metrics.stream().map(MetricName::configName).collect(Collectors.joining(", "));
    }

    /**
     * @param task with stand-in values where there is a problem
     * @param problems what is wrong with it
     * @param usable whether it may be chosen once its problems are mended
     */
    record Definition(Task task, Problems problems, boolean usable) {}
}
