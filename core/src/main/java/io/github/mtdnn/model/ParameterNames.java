package io.github.mtdnn.model;

import java.util.List;

/** Names of parameters: those of a published BERT checkpoint, and {@code heads.<task>} beside. */
final class ParameterNames {
    static final String EMBEDDINGS = "bert.embeddings";
    static final String POOLER = "bert.pooler.dense";
    static final List<String> QUERY_KEY_VALUE = List.of("query", "key", "value");

    private ParameterNames() {}

    static String layer(int layer) {
        return "bert.encoder.layer." + layer;
    }

    static String head(String task) {
        return "heads." + task;
    }
}
