package io.github.mtdnn.task;

import java.util.Arrays;
import java.util.List;

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
    SPAN("span", PredictionKind.ANSWERS),
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

    /**
     * The measures that a task of this type can be judged by, in the order of their names' list.
     *
     * @param numClasses number of classes; some measures are for two only
     */
    public List<MetricName> metrics(int numClasses) {
        return Arrays.stream(MetricName.values())
                .filter(
                        metric ->
                                predictionKinds.stream()
                                        .filter(k -> numClasses <= 2 || !k.isBinary())
                                        .anyMatch(k -> k.metrics().contains(metric)))
                .filter(metric -> numClasses <= 2 || !metric.isBinary())
                .toList();
    }
}
