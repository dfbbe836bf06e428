package io.github.mtdnn.task;

import static io.github.mtdnn.task.MetricName.ACCURACY;
import static io.github.mtdnn.task.MetricName.AUC;
import static io.github.mtdnn.task.MetricName.BEST_EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.BEST_SPAN_F1;
import static io.github.mtdnn.task.MetricName.ENTITY_F1;
import static io.github.mtdnn.task.MetricName.ENTITY_F1_PER_SENTENCE;
import static io.github.mtdnn.task.MetricName.ENTITY_PRECISION;
import static io.github.mtdnn.task.MetricName.ENTITY_RECALL;
import static io.github.mtdnn.task.MetricName.EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.F1;
import static io.github.mtdnn.task.MetricName.F1_MACRO;
import static io.github.mtdnn.task.MetricName.F1_MICRO;
import static io.github.mtdnn.task.MetricName.HAS_ANSWER_EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.HAS_ANSWER_SPAN_F1;
import static io.github.mtdnn.task.MetricName.MAP;
import static io.github.mtdnn.task.MetricName.MCC;
import static io.github.mtdnn.task.MetricName.MRR;
import static io.github.mtdnn.task.MetricName.NDCG;
import static io.github.mtdnn.task.MetricName.NDCG_AT_10;
import static io.github.mtdnn.task.MetricName.NO_ANSWER_ACCURACY;
import static io.github.mtdnn.task.MetricName.PEARSON;
import static io.github.mtdnn.task.MetricName.PRECISION_AT_1;
import static io.github.mtdnn.task.MetricName.RECALL_AT_1;
import static io.github.mtdnn.task.MetricName.RECALL_AT_10;
import static io.github.mtdnn.task.MetricName.RECALL_AT_5;
import static io.github.mtdnn.task.MetricName.SPAN_F1;
import static io.github.mtdnn.task.MetricName.SPEARMAN;

import java.util.List;
import java.util.stream.Collectors;

/** What predictions consist of, and the measures that such predictions can be judged by. */
public enum PredictionKind {
    /** A class for each example. */
    CLASSES("classes", ACCURACY, F1, F1_MACRO, F1_MICRO, MCC),
    /** How much speaks for class 1 against class 0, for each example. */
    CLASS_SCORES("class scores", AUC),
    /** A number for each example. */
    SCORES("scores", PEARSON, SPEARMAN),
    /** A tag for each word of a sentence, or a piece for each masked token. */
    TAGS("tags", ACCURACY),
    /** A tag for each word of a sentence, where tags mark entities. */
    ENTITIES("entities", ENTITY_F1, ENTITY_PRECISION, ENTITY_RECALL, ENTITY_F1_PER_SENTENCE),
    /** A text for each question. */
    ANSWERS(
            "answers",
            EXACT_MATCH,
            SPAN_F1,
            HAS_ANSWER_EXACT_MATCH,
            HAS_ANSWER_SPAN_F1,
            NO_ANSWER_ACCURACY),
    /** A text for each question, and how much speaks for giving none. */
    ANSWER_SCORES("answers with scores", BEST_EXACT_MATCH, BEST_SPAN_F1),
    /** Right or wrong for each option of a question. */
    OPTIONS("options", F1, EXACT_MATCH),
    /** A score for each candidate of a group. */
    RANKINGS(
            "rankings",
            MAP,
            MRR,
            NDCG,
            NDCG_AT_10,
            PRECISION_AT_1,
            RECALL_AT_1,
            RECALL_AT_5,
            RECALL_AT_10);

    private final String words;
    private final List<MetricName> metrics;

    PredictionKind(String words, MetricName... metrics) {
        this.words = words;
        this.metrics = List.of(metrics);
    }

    /** What is predicted, in words. */
    public String words() {
        return words;
    }

    /** Whether such predictions are of two classes only. */
    boolean isBinary() {
        return this == CLASS_SCORES || this == OPTIONS;
    }

    /** The measures of such predictions. */
    public List<MetricName> metrics() {
        return metrics;
    }

    /** What to throw where predictions of this kind are asked for a measure they do not have. */
    public IllegalArgumentException refusal(MetricName metric) {
        return new IllegalArgumentException(
                "%s does not judge %s; these do: %s"
                        .formatted(
                                metric.configName(),
                                words,
                                metrics.stream()
                                        .map(MetricName::configName)
                                        .collect(Collectors.joining(", "))));
    }
}
