package io.github.mtdnn.task;

/**
 * The measures a task can be judged by; each is a fraction, higher is better. {@link
 * PredictionKind} says which measure belongs to which predictions.
 */
public enum MetricName {
    ACCURACY("accuracy"),
    /** F1 of class 1 (binary tasks). */
    F1("f1"),
    F1_MACRO("f1-macro"),
    F1_MICRO("f1-micro"),
    /** Matthews correlation coefficient. */
    MCC("mcc"),
    /** Area under the ROC curve of the score of class 1 (binary tasks). */
    AUC("auc"),
    PEARSON("pearson"),
    SPEARMAN("spearman"),

    /** F1 of whole entities, all types and sentences taken together. */
    ENTITY_F1("entity-f1"),
    ENTITY_PRECISION("entity-precision"),
    ENTITY_RECALL("entity-recall"),
    /** Mean over the sentences of the F1 of a sentence's entities. */
    ENTITY_F1_PER_SENTENCE("entity-f1-per-sentence"),

    /** Share of questions answered exactly. */
    EXACT_MATCH("exact-match"),
    /** Mean over questions of the F1 of an answer's words. */
    SPAN_F1("span-f1"),
    /** Exact match over the questions that have an answer. */
    HAS_ANSWER_EXACT_MATCH("has-answer-exact-match"),
    /** Span F1 over the questions that have an answer. */
    HAS_ANSWER_SPAN_F1("has-answer-span-f1"),
    /** Share of the questions without answer for which none is given. */
    NO_ANSWER_ACCURACY("no-answer-accuracy"),
    /** Exact match at the threshold for no answer that is best for it. */
    BEST_EXACT_MATCH("best-exact-match"),
    /** Span F1 at the threshold for no answer that is best for it. */
    BEST_SPAN_F1("best-span-f1"),

    /** Mean over groups of the average precision. */
    MAP("map"),
    /** Mean over groups of 1 / rank of the first relevant candidate. */
    MRR("mrr"),
    /** Normalised discounted cumulative gain of whole rankings. */
    NDCG("ndcg"),
    NDCG_AT_10("ndcg-at-10"),
    PRECISION_AT_1("precision-at-1"),
    RECALL_AT_1("recall-at-1"),
    RECALL_AT_5("recall-at-5"),
    RECALL_AT_10("recall-at-10");

    private final String configName;

    MetricName(String configName) {
        this.configName = configName;
    }

    /** The name used in configuration files and tables. */
    public String configName() {
        return configName;
    }

    /** Whether the measure is of class 1 against class 0, and there can be no other class. */
    public boolean isBinary() {
        return this == F1 || this == AUC;
    }
}
