package io.github.mtdnn.model;

import java.util.List;

/**
 * Names of parameters: those of a published BERT checkpoint, and {@code heads.<task>} beside. A
 * masked-LM head has the names that a checkpoint has below {@code cls}; below the task's own name
 * they are, since a network may have several such heads.
 */
final class ParameterNames {
    static final String EMBEDDINGS = "bert.embeddings";
    static final String WORD_EMBEDDINGS = EMBEDDINGS + ".word_embeddings.weight";
    static final String HEADS = "heads.";
    static final String POOLER = "bert.pooler.dense";
    static final List<String> QUERY_KEY_VALUE = List.of("query", "key", "value");

    private ParameterNames() {}

    static String layer(int layer) {
        return "bert.encoder.layer." + layer;
    }

    /** A linear head, or the prefix of all parameters of a head of several layers. */
    static String head(String task) {
        return HEADS + task;
    }

    static String predictionTransform(String task) {
        return head(task) + ".predictions.transform";
    }

    static String predictionBias(String task) {
        return head(task) + ".predictions.bias";
    }

    static String nextSentence(String task) {
        return head(task) + ".seq_relationship";
    }
}
