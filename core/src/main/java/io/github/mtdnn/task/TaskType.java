package io.github.mtdnn.task;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** What a task predicts; it decides the task head, the loss and the decoding of the output. */
public enum TaskType {
    /** One class out of {@code labels}. */
    CLASSIFICATION(
            "classification",
            PredictionKind.CLASSES,
            PredictionKind.CLASS_SCORES,
            PredictionKind.OPTIONS),
    /** One number. */
    REGRESSION("regression", PredictionKind.SCORES),
    /** The best of a group of candidates, each an example of its own. */
    RANKING("ranking", PredictionKind.RANKINGS, PredictionKind.ANSWERS),
    /** The first and the last token of an answer, or the first token of all for no answer. */
    SPAN("span", PredictionKind.ANSWERS, PredictionKind.ANSWER_SCORES),
    /** One class per token. */
    SEQUENCE_LABELING("sequence-labeling", PredictionKind.TAGS, PredictionKind.ENTITIES),
    /** The pieces behind masked tokens, and whether the second text follows the first. */
    MASKED_LM("masked-lm", PredictionKind.TAGS);

    private final String configName;
    private final List<PredictionKind> predictionKinds;

    TaskType(String configName, PredictionKind... predictionKinds) {
        this.configName = configName;
        this.predictionKinds = List.of(predictionKinds);
    }

    /** The name used in configuration files and tables. */
    public String configName() {
        return configName;
    }

    /** The texts that examples of such a task can have; the first is the usual one. */
    public List<TextShape> shapes() {
        return switch (this) {
            case CLASSIFICATION, REGRESSION -> List.of(TextShape.SINGLE, TextShape.PAIR);
            case RANKING -> List.of(TextShape.CANDIDATES, TextShape.PAIR, TextShape.SINGLE);
            case SPAN -> List.of(TextShape.QUESTION);
            case SEQUENCE_LABELING -> List.of(TextShape.WORDS);
            case MASKED_LM -> List.of(TextShape.DOCUMENT);
        };
    }

    /**
     * Width C of the task head's output where the type decides it; else it is the number of labels,
     * in masked-LM that of the vocabulary's pieces.
     */
    public OptionalInt fixedClasses() {
        return switch (this) {
            case REGRESSION, RANKING -> OptionalInt.of(1);
            case SPAN -> OptionalInt.of(2);
            case CLASSIFICATION, SEQUENCE_LABELING, MASKED_LM -> OptionalInt.empty();
        };
    }

    /** Whether its classes have names. */
    public boolean hasLabels() {
        return this == CLASSIFICATION || this == SEQUENCE_LABELING;
    }

    /** Whether the raw data may have names for classes or, from worst to best, for relevances. */
    public boolean mayNameLabels() {
        return hasLabels() || this == RANKING;
    }

    /**
     * The measures of a task that names none.
     *
     * @param labels of the task
     */
    public List<MetricName> usualMetrics(List<String> labels) {
        return switch (this) {
            case CLASSIFICATION, MASKED_LM -> List.of(MetricName.ACCURACY);
            case REGRESSION -> List.of(MetricName.PEARSON, MetricName.SPEARMAN);
            case RANKING -> List.of(MetricName.MRR, MetricName.PRECISION_AT_1);
            case SPAN -> List.of(MetricName.SPAN_F1, MetricName.EXACT_MATCH);
            case SEQUENCE_LABELING ->
                    EntityLabels.mark(labels)
                            ? List.of(MetricName.ENTITY_F1, MetricName.ACCURACY)
                            : List.of(MetricName.ACCURACY);
        };
    }

    /**
     * The measures that a task of this type can be judged by, in the order of their names' list.
     *
     * @param labels of the task; some measures are for tags that mark entities
     * @param numClasses number of classes; some measures are for two only
     */
    public List<MetricName> metrics(List<String> labels, int numClasses) {
        return Arrays.stream(MetricName.values())
                .filter(
                        metric ->
                                predictionKinds.stream()
                                        .filter(k -> numClasses <= 2 || !k.isBinary())
                                        .filter(
                                                k ->
                                                        k != PredictionKind.ENTITIES
                                                                || EntityLabels.mark(labels))
                                        .anyMatch(k -> k.metrics().contains(metric)))
                .filter(metric -> numClasses <= 2 || !metric.isBinary())
                .toList();
    }
}
