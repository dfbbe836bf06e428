package io.github.mtdnn.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.github.mtdnn.task.EntityLabels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One task of a {@link PythonTaskFile}, on its way into our own form. */
final class PythonTask {
    private static final List<String> KEYS =
            List.of(
                    "data_format",
                    "task_type",
                    "n_class",
                    "labels",
                    "metric_meta",
                    "dropout_p",
                    "split_names",
                    "enable_san",
                    "loss",
                    "kd_loss",
                    "adv_loss",
                    "actf",
                    "encoder_type");

    private static final String RANKING = "ranking";
    private static final String SEQUENCE_LABELING = "sequence-labeling";
    private static final String SPAN = "span";
    private static final String CANDIDATES = "candidates";
    private static final String WORDS = "words";
    private static final String QUESTION = "question";

    /** A question in a table of 2020. */
    private static final String MARKED_QUESTION = "marked-question";

    /** A gap that some choices fill, each a candidate. */
    private static final String CLOZE = "cloze";

    private static final String MASKED_LM = "masked-lm";
    private static final String DOCUMENT = "document";
    private static final String ENTITY_F1 = "entity-f1";

    /** The toolkit's measures of answers come in one. */
    private static final List<String> ANSWER_METRICS = List.of("span-f1", "exact-match");

    /** Whose files are not in the canonical form. */
    private static final List<String> JSON_SHAPES = List.of(QUESTION, DOCUMENT);

    /** By name, as the toolkit spells it, and by the number of its newest version. */
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("Classification", "classification"),
                    Map.entry("1", "classification"),
                    Map.entry("Regression", "regression"),
                    Map.entry("2", "regression"),
                    Map.entry("Ranking", RANKING),
                    Map.entry("3", RANKING),
                    Map.entry("SpanClassification", SPAN),
                    Map.entry("Span", SPAN),
                    Map.entry("4", SPAN),
                    Map.entry("SpanClassificationYN", SPAN),
                    Map.entry("SpanYN", SPAN),
                    Map.entry("5", SPAN),
                    Map.entry("SeqenceLabeling", SEQUENCE_LABELING),
                    Map.entry("6", SEQUENCE_LABELING),
                    Map.entry("MaskLM", MASKED_LM),
                    Map.entry("7", MASKED_LM),
                    Map.entry("ClozeChoice", RANKING),
                    Map.entry("12", RANKING));

    private static final Map<String, String> SHAPES =
            Map.ofEntries(
                    Map.entry("PremiseOnly", "single"),
                    Map.entry("1", "single"),
                    Map.entry("PremiseAndOneHypothesis", "pair"),
                    Map.entry("2", "pair"),
                    Map.entry("PremiseAndMultiHypothesis", CANDIDATES),
                    Map.entry("3", CANDIDATES),
                    Map.entry("Seqence", WORDS),
                    Map.entry("4", WORDS),
                    Map.entry("MRC", MARKED_QUESTION),
                    Map.entry("MLM", DOCUMENT),
                    Map.entry("5", DOCUMENT),
                    Map.entry("CLUE_SPAN", QUESTION),
                    Map.entry("7", QUESTION),
                    Map.entry("ClozeChoice", CLOZE),
                    Map.entry("10", CLOZE));

    private static final Map<String, String> METRICS =
            Map.ofEntries(
                    Map.entry("ACC", "accuracy"),
                    Map.entry("0", "accuracy"),
                    Map.entry("F1", "f1"),
                    Map.entry("1", "f1"),
                    Map.entry("MCC", "mcc"),
                    Map.entry("2", "mcc"),
                    Map.entry("Pearson", "pearson"),
                    Map.entry("3", "pearson"),
                    Map.entry("Spearman", "spearman"),
                    Map.entry("4", "spearman"),
                    Map.entry("AUC", "auc"),
                    Map.entry("5", "auc"),
                    Map.entry("SeqEval", ENTITY_F1),
                    Map.entry("7", ENTITY_F1),
                    Map.entry("SeqEvalList", "entity-f1-per-sentence"),
                    Map.entry("13", "entity-f1-per-sentence"),
                    Map.entry("EmF1", SPAN),
                    Map.entry("8", SPAN),
                    Map.entry("EmF12", SPAN),
                    Map.entry("12", SPAN),
                    Map.entry("F1MAC", "f1-macro"),
                    Map.entry("9", "f1-macro"),
                    Map.entry("F1MIC", "f1-micro"),
                    Map.entry("10", "f1-micro"));

    /** Of whole groups: whether the best candidate comes first, and what it stands for. */
    private static final Map<String, String> RANKING_METRICS =
            Map.of("ACC", "precision-at-1", "0", "precision-at-1", "EmF1", SPAN, "8", SPAN);

    /** The type of task that a loss belongs to. */
    private static final Map<String, String> LOSSES =
            Map.ofEntries(
                    Map.entry("CeCriterion", "classification"),
                    Map.entry("0", "classification"),
                    Map.entry("MseCriterion", "regression"),
                    Map.entry("1", "regression"),
                    Map.entry("RankCeCriterion", RANKING),
                    Map.entry("2", RANKING),
                    Map.entry("SpanCeCriterion", SPAN),
                    Map.entry("3", SPAN),
                    Map.entry("SeqCeCriterion", SEQUENCE_LABELING),
                    Map.entry("4", SEQUENCE_LABELING),
                    Map.entry("MlmCriterion", MASKED_LM),
                    Map.entry("5", MASKED_LM));

    private final String file;
    private final String name;
    private final Node node;
    private final Map<String, Node> settings = new LinkedHashMap<>();
    private final List<String> reasons = new ArrayList<>();

    PythonTask(String file, String name, Node node) {
        this.file = file;
        this.name = name;
        this.node = node;
    }

    /** Why the task cannot be used, a line each; filled by {@link #definition()}. */
    List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** The task in the form of the section {@code tasks}. */
    ConfigValue definition() {
        readSettings();
        String type = type();
        if (!reasons.isEmpty()) {
            // Whatever else such a task has would only repeat that it is another type of task.
            return here(Map.of());
        }
        String shape = shape(type);
        refuseWhatIsNotThere(type);
        Map<String, ConfigValue> task = new LinkedHashMap<>();
        task.put("type", value("task_type", type));
        if (!shape.equals(WORDS)) { // which is the only text of its type
            task.put("text", value("data_format", textOf(shape)));
        }
        if (!shape.equals(DOCUMENT)) { // whose classes are the vocabulary
            task.put("num-classes", value("n_class", text("n_class")));
        }
        List<String> labels = settings.containsKey("labels") ? texts("labels") : List.of();
        if (settings.containsKey("labels")) {
            task.put("labels", value("labels", labels));
            // Of a ranking they are the relevances, while the head gives one score.
            boolean areClasses = !type.equals(RANKING);
            if (areClasses && !text("n_class").equals(String.valueOf(labels.size()))) {
                reasons.add(
                        "%s: task %s has n_class: %s, but labels names %d. Make them agree."
                                .formatted(where("n_class"), name, text("n_class"), labels.size()));
            }
        }
        List<String> metrics =
                texts("metric_meta").stream()
                        .map(metric -> metric(metric, type, labels))
                        .flatMap(m -> m.equals(SPAN) ? ANSWER_METRICS.stream() : Stream.of(m))
                        .toList();
        task.put("metrics", value("metric_meta", metrics));
        if (settings.containsKey("dropout_p")) {
            task.put("dropout", value("dropout_p", text("dropout_p")));
        }
        task.put("source", here(source(shape)));
        task.put("splits", splits(shape));
        return here(task);
    }

    /** A key that stands twice, as in the toolkit's own files, has its last value. */
    private void readSettings() {
        if (!(node instanceof MappingNode mapping)) {
            reasons.add("%s: task %s has no settings.".formatted(where(node), name));
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = scalar(entry.getKeyNode());
            settings.put(key, entry.getValueNode());
            if (!KEYS.contains(key)) {
                reasons.add(
                        "%s: task %s has the unknown key %s.%s Known are %s."
                                .formatted(
                                        where(entry.getKeyNode()),
                                        name,
                                        key,
                                        Names.didYouMean(key, KEYS),
                                        String.join(", ", KEYS)));
            }
        }
    }

    private void refuseWhatIsNotThere(String type) {
        if (settings.containsKey("enable_san")
                && scalar(settings.get("enable_san")).equalsIgnoreCase("true")) {
            reasons.add(
                    "%s: task %s asks for a SAN head (enable_san: true), which this version does"
                                    .formatted(where("enable_san"), name)
                            + " not have. Set enable_san: false for a linear head.");
        }
        if (settings.containsKey("loss")
                && !LOSSES.getOrDefault(text("loss"), "").equals(type)
                && !type.isEmpty()) {
            reasons.add(
                    "%s: task %s has loss: %s, which this version does not have for a %s. Give %s."
                            .formatted(
                                    where(settings.get("loss")),
                                    name,
                                    text("loss"),
                                    type,
                                    LOSSES.keySet().stream()
                                            .filter(loss -> LOSSES.get(loss).equals(type))
                                            .filter(loss -> !Character.isDigit(loss.charAt(0)))
                                            .findFirst()
                                            .orElseThrow()));
        }
    }

    /** In 2020 the number 5 was that of sequence labelling, and of its data. */
    private String type() {
        return is("task_type", "5") && is("data_format", "5", "Seqence")
                ? SEQUENCE_LABELING
                : word("task_type", TYPES);
    }

    /** In 2020 the number 4 was that of tables of questions. */
    private String shape(String type) {
        if (type.equals(SPAN) && is("data_format", "4")) {
            return MARKED_QUESTION;
        }
        return type.equals(SEQUENCE_LABELING) && is("data_format", "5")
                ? WORDS
                : word("data_format", SHAPES);
    }

    private boolean is(String key, String... values) {
        return settings.containsKey(key) && List.of(values).contains(scalar(settings.get(key)));
    }

    /** What the examples of a form of data consist of. */
    private static String textOf(String shape) {
        return switch (shape) {
            case MARKED_QUESTION -> QUESTION;
            case CLOZE -> CANDIDATES;
            default -> shape;
        };
    }

    private Map<String, Object> source(String shape) {
        return switch (shape) {
            case QUESTION -> squad();
            case DOCUMENT -> Map.of("format", "jsonl");
            default -> canonical(shape);
        };
    }

    /** Since 2021 questions are not in the canonical form, but in files as SQuAD has them. */
    private static Map<String, Object> squad() {
        String row = "data[].paragraphs[].qas[]";
        return Map.of(
                "format",
                "json",
                "rows",
                row,
                "columns",
                Map.of(
                        "uid", row + ".id",
                        "question", row + ".question",
                        "context", "data[].paragraphs[].context",
                        "answers", row + ".answers[].text",
                        "answer-starts", row + ".answers[].answer_start"));
    }

    private static Map<String, Object> canonical(String shape) {
        Map<String, Object> columns = new LinkedHashMap<>();
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("format", "tsv");
        source.put("header", false);
        columns.put("uid", 0);
        if (shape.equals(CANDIDATES)) {
            // Column 1 has an identifier of each candidate, which ours have of themselves.
            columns.put("label", 2);
            columns.put("premise", 3);
            columns.put("candidates", Map.of("from", 4));
            source.put("min-columns", 6);
        } else if (shape.equals(CLOZE)) {
            // Column 3 has a label of each candidate, which the answers tell as well.
            columns.put("choices", 1);
            columns.put("answers", 2);
            columns.put("label", null);
            columns.put("premise", 4);
            columns.put("candidates", Map.of("from", 5));
            source.put("min-columns", 7);
        } else if (shape.equals(MARKED_QUESTION)) {
            columns.put("answers", Map.of("answer-in", 1));
            columns.put("answer-starts", Map.of("answer-start-in", 1));
            columns.put("context", 2);
            columns.put("question", 3);
            source.put("min-columns", 4);
            source.put("max-columns", 4);
        } else {
            columns.put(labelColumn(shape), 1);
            columns.put(shape.equals(WORDS) ? WORDS : "premise", 2);
            if (shape.equals("pair")) {
                columns.put("hypothesis", 3);
            }
            source.put("min-columns", columns.size());
            source.put("max-columns", columns.size());
        }
        source.put("columns", columns);
        return source;
    }

    /** Our word for a measure of the toolkit, which means something else by type of task. */
    private String metric(String found, String type, List<String> labels) {
        String metric =
                word("metric_meta", found, type.equals(RANKING) ? RANKING_METRICS : METRICS);
        // The toolkit judges parts of speech as entities, too; they are none.
        boolean isWithoutEntities = type.equals(SEQUENCE_LABELING) && !EntityLabels.mark(labels);
        return metric.equals(ENTITY_F1) && isWithoutEntities ? "accuracy" : metric;
    }

    private static String labelColumn(String shape) {
        return shape.equals(WORDS) ? "tags" : "label";
    }

    private static List<String> labelColumns(String shape) {
        return switch (shape) {
            case QUESTION, MARKED_QUESTION -> List.of("answers", "answer-starts");
            case CLOZE -> List.of("answers");
            case DOCUMENT -> List.of();
            default -> List.of(labelColumn(shape));
        };
    }

    private ConfigValue splits(String shape) {
        List<String> names =
                settings.containsKey("split_names")
                        ? texts("split_names")
                        : shape.equals(DOCUMENT)
                                ? List.of("train")
                                : List.of("train", "dev", "test");
        Map<String, ConfigValue> splits = new LinkedHashMap<>();
        List<String> train = names.stream().filter(split -> split.endsWith("train")).toList();
        if (train.size() > 1) {
            // The toolkit trained on the first of them alone, and said nothing.
            splits.put(
                    "train",
                    split("train", train.stream().map(name -> file(name, shape)).toList(), shape));
        }
        for (String split : names) {
            if (train.size() < 2 || !train.contains(split)) {
                splits.put(split, split(split, file(split, shape), shape));
            }
        }
        return value("split_names", splits);
    }

    private String file(String split, String shape) {
        return name + "_" + split + (JSON_SHAPES.contains(shape) ? ".json" : ".tsv");
    }

    private ConfigValue split(String split, Object path, String shape) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("path", path);
        if (split.endsWith("train") && shape.equals(CLOZE)) {
            // The toolkit makes many training rows of a question, which all have its identifier.
            definition.put("columns", Map.of("uid", "row-count"));
        }
        if (split.endsWith("test")) {
            Map<String, Object> noLabel = new LinkedHashMap<>();
            labelColumns(shape).forEach(column -> noLabel.put(column, null));
            definition.put("columns", noLabel);
        }
        return value("split_names", definition);
    }

    /** Our word for the toolkit's; empty, with a reason, where this version has none. */
    private String word(String key, Map<String, String> words) {
        return word(key, text(key), words);
    }

    private String word(String key, String found, Map<String, String> words) {
        String word = words.getOrDefault(found, "");
        if (word.isEmpty() && !found.isEmpty()) {
            List<String> known =
                    words.keySet().stream()
                            .filter(any -> !Character.isDigit(any.charAt(0)))
                            .sorted()
                            .toList();
            reasons.add(
                    "%s: task %s has %s: %s, which this version does not have. It has %s. Leave the"
                                    .formatted(
                                            where(key), name, key, found, String.join(", ", known))
                            + " task out of data.tasks.");
        }
        return word;
    }

    /** A required setting. */
    private String text(String key) {
        String text = Optional.ofNullable(settings.get(key)).map(PythonTask::scalar).orElse("");
        if (text.isEmpty()) {
            reasons.add("%s: task %s has no %s. Add it.".formatted(where(key), name, key));
        }
        return text;
    }

    private List<String> texts(String key) {
        if (settings.get(key) instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(PythonTask::scalar).toList();
        }
        reasons.add("%s: task %s needs a list as %s.".formatted(where(key), name, key));
        return List.of();
    }

    private static String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private ConfigValue here(Object any) {
        return ConfigValueFactory.fromAnyRef(any, where(node));
    }

    private ConfigValue value(String key, Object any) {
        return ConfigValueFactory.fromAnyRef(any, where(key));
    }

    private String where(String key) {
        return where(settings.getOrDefault(key, node));
    }

    private String where(Node any) {
        return file + " line " + (any.getStartMark().getLine() + 1);
    }
}
