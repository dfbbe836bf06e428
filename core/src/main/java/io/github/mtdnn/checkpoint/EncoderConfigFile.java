package io.github.mtdnn.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadForm;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.task.TaskType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code config.json} of a BERT checkpoint, with the keys of a published one. Task heads stand
 * under a key of our own, {@code mtdnn_heads}, which other tools pass over.
 */
public final class EncoderConfigFile {
    public static final String NAME = "config.json";
    private static final String HEADS = "mtdnn_heads";
    private static final String RIGHT_FILE = "Take the config.json that belongs to the weights.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private EncoderConfigFile() {}

    /**
     * The file's bytes.
     *
     * @param padId id of the piece that fills up short sequences; other tools leave its embedding
     *     out of training
     */
    public static byte[] write(NetworkSpec network, int padId) {
        EncoderConfig encoder = network.encoder();
        ObjectNode root = JSON.createObjectNode();
        root.putArray("architectures").add("BertModel");
        root.put("model_type", "bert");
        root.put("hidden_act", "gelu");
        root.put("pad_token_id", padId);
        root.put("vocab_size", encoder.vocabSize());
        root.put("hidden_size", encoder.hiddenSize());
        root.put("num_hidden_layers", encoder.numHiddenLayers());
        root.put("num_attention_heads", encoder.numAttentionHeads());
        root.put("intermediate_size", encoder.intermediateSize());
        root.put("max_position_embeddings", encoder.maxPositionEmbeddings());
        root.put("type_vocab_size", encoder.typeVocabSize());
        root.put("hidden_dropout_prob", encoder.hiddenDropoutProb());
        root.put("attention_probs_dropout_prob", encoder.attentionProbsDropoutProb());
        root.put("initializer_range", encoder.initializerRange());
        root.put("layer_norm_eps", encoder.layerNormEps());
        ArrayNode heads = root.putArray(HEADS);
        for (HeadSpec head : network.heads()) {
            heads.addObject()
                    .put("task", head.task())
                    .put("type", head.type().configName())
                    .put("form", head.form().configName())
                    .put("num_classes", head.numClasses())
                    .put("dropout_prob", head.dropoutProb());
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values that JSON cannot express", e);
        }
    }

    /**
     * Reads a file of ours or a published one, which has no heads.
     *
     * @param where name of the file, for messages
     */
    public static NetworkSpec read(byte[] file, String where) {
        JsonNode root;
        try {
            root = JSON.readTree(file);
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s is not JSON: %s. Copy it again from where it came from."
                            .formatted(where, e.getMessage()),
                    e);
        }
        requireValue(root, "model_type", "bert", where);
        requireValue(root, "hidden_act", "gelu", where);
        requireValue(root, "position_embedding_type", "absolute", where);
        requireValue(root, "is_decoder", "false", where);
        try {
            return new NetworkSpec(encoder(root, where), heads(root, where));
        } catch (ConfigException e) {
            throw new DataFormatException(
                    "%s: %s %s".formatted(where, e.getMessage(), RIGHT_FILE), e);
        } catch (IllegalArgumentException e) {
            throw new DataFormatException(
                    "%s: %s. %s".formatted(where, e.getMessage(), RIGHT_FILE), e);
        }
    }

    private static EncoderConfig encoder(JsonNode root, String where) {
        return new EncoderConfig(
                integer(root, "vocab_size", where),
                integer(root, "hidden_size", where),
                integer(root, "num_hidden_layers", where),
                integer(root, "num_attention_heads", where),
                integer(root, "intermediate_size", where),
                integer(root, "max_position_embeddings", where),
                integer(root, "type_vocab_size", where),
                number(root, "hidden_dropout_prob", 0.1, where),
                number(root, "attention_probs_dropout_prob", 0.1, where),
                number(root, "initializer_range", 0.02, where),
                number(root, "layer_norm_eps", 1e-12, where));
    }

    private static List<HeadSpec> heads(JsonNode root, String where) {
        List<HeadSpec> heads = new ArrayList<>();
        for (JsonNode head : root.path(HEADS)) {
            heads.add(
                    new HeadSpec(
                            head.path("task").asText(),
                            taskType(head.path("type").asText(), where),
                            headForm(head.path("form"), where),
                            integer(head, "num_classes", where),
                            number(head, "dropout_prob", 0, where)));
        }
        return heads;
    }

    /** Refuses what would be computed otherwise than the checkpoint means it. */
    private static void requireValue(JsonNode root, String key, String required, String where) {
        String found = root.path(key).asText(required);
        if (!found.equals(required)) {
            throw new DataFormatException(
                    "%s: %s is \"%s\"; only \"%s\" can be computed. Use a checkpoint of a BERT encoder."
                            .formatted(where, key, found, required));
        }
    }

    private static int integer(JsonNode root, String key, String where) {
        JsonNode value = root.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new DataFormatException(
                    "%s: %s is %s; it has to be a whole number. %s"
                            .formatted(
                                    where,
                                    key,
                                    value.isMissingNode() ? "missing" : value,
                                    RIGHT_FILE));
        }
        return value.intValue();
    }

    private static double number(JsonNode root, String key, double absent, String where) {
        JsonNode value = root.path(key);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isNumber()) {
            throw new DataFormatException(
                    "%s: %s is %s; it has to be a number. %s"
                            .formatted(where, key, value, RIGHT_FILE));
        }
        return value.doubleValue();
    }

    /** A head of a file that says nothing of forms has the usual one. */
    private static HeadForm headForm(JsonNode form, String where) {
        String name = form.asText(HeadForm.STANDARD.configName());
        return Arrays.stream(HeadForm.values())
                .filter(known -> known.configName().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new DataFormatException(
                                        "%s: form \"%s\" of a head is unknown; this version knows %s. Use the version that wrote the checkpoint, or a newer one."
                                                .formatted(
                                                        where,
                                                        name,
                                                        Arrays.stream(HeadForm.values())
                                                                .map(HeadForm::configName)
                                                                .toList())));
    }

    private static TaskType taskType(String name, String where) {
        return Arrays.stream(TaskType.values())
                .filter(type -> type.configName().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new DataFormatException(
                                        "%s: task type \"%s\" of a head is unknown; this version knows %s. Use the version that wrote the checkpoint, or a newer one."
                                                .formatted(
                                                        where,
                                                        name,
                                                        Arrays.stream(TaskType.values())
                                                                .map(TaskType::configName)
                                                                .toList())));
    }
}
