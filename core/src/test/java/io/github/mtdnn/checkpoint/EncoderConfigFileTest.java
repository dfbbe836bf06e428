package io.github.mtdnn.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadForm;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.task.TaskType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderConfigFileTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** That of google-bert/bert-base-uncased. */
    private static final String PUBLISHED =
            """
            {
              "architectures": ["BertForMaskedLM"],
              "attention_probs_dropout_prob": 0.1,
              "gradient_checkpointing": false,
              "hidden_act": "gelu",
              "hidden_dropout_prob": 0.1,
              "hidden_size": 768,
              "initializer_range": 0.02,
              "intermediate_size": 3072,
              "layer_norm_eps": 1e-12,
              "max_position_embeddings": 512,
              "model_type": "bert",
              "num_attention_heads": 12,
              "num_hidden_layers": 12,
              "pad_token_id": 0,
              "position_embedding_type": "absolute",
              "transformers_version": "4.6.0.dev0",
              "type_vocab_size": 2,
              "use_cache": true,
              "vocab_size": 30522
            }
            """;

    @Test
    void readsWhatItWrote() {
        NetworkSpec network =
                new NetworkSpec(
                        EncoderConfig.preset(2, 128, 99).withDropout(0.2, 0),
                        List.of(
                                new HeadSpec("mnli", TaskType.CLASSIFICATION, 3, 0.1),
                                new HeadSpec("stsb", TaskType.REGRESSION, 1, 0),
                                new HeadSpec("mlm", TaskType.MASKED_LM, HeadForm.MTDNN, 99, 0)));

        byte[] file = EncoderConfigFile.write(network, 3);

        assertThat(EncoderConfigFile.read(file, "config.json")).isEqualTo(network);
        assertThat(new String(file, UTF_8)).contains("\"pad_token_id\" : 3,");
    }

    @Test
    void readsAPublishedFile() {
        NetworkSpec network = read(PUBLISHED);

        assertThat(network.encoder()).isEqualTo(EncoderConfig.preset(12, 768, 30522));
        assertThat(network.heads()).isEmpty();
    }

    @Test
    void takesTheValuesOfBertForWhatAnOldFileLeavesOut() {
        NetworkSpec network =
                read(
                        """
                        {"vocab_size": 30522, "hidden_size": 128, "num_hidden_layers": 2,
                         "num_attention_heads": 2, "intermediate_size": 512,
                         "max_position_embeddings": 512, "type_vocab_size": 2}
                        """);

        assertThat(network.encoder()).isEqualTo(EncoderConfig.preset(2, 128, 30522));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_type              | \"roberta\"      | only \"bert\" can be computed",
                "hidden_act              | \"relu\"         | only \"gelu\" can be computed",
                "position_embedding_type | \"relative_key\" | only \"absolute\" can be computed",
                "is_decoder              | true             | only \"false\" can be computed",
            })
    void refusesWhatWouldBeComputedOtherwise(String key, String value, String message)
            throws JsonProcessingException {
        assertRefused(published(key, value), key, message, "Use a checkpoint of a BERT encoder.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hidden_size         | null    | hidden_size is null; it has to be a whole number.",
                "hidden_size         | \"768\" | hidden_size is \"768\"; it has to be a whole",
                "num_hidden_layers   | 1.5     | num_hidden_layers is 1.5; it has to be a whole",
                "vocab_size          | 1e12    | vocab_size is 1.0E12; it has to be a whole number.",
                "vocab_size          | 0       | vocab_size = 0 is too small",
                "hidden_size         | 770     | hidden_size = 770 is not a multiple of",
                "hidden_dropout_prob | \"low\" | hidden_dropout_prob is \"low\"; it has to be a number.",
                "hidden_dropout_prob | 1.0     | hidden_dropout_prob = 1.0 is not a probability",
                "mtdnn_heads | [{}] | config.json: task type \"\" of a head is unknown",
                "mtdnn_heads | [{\"type\": \"generation\"}] | this version knows [classification, regression, ranking,",
                "mtdnn_heads | [{\"task\": \"a\", \"type\": \"ranking\", \"form\": \"san\", \"num_classes\": 1}] | form \"san\" of a head is unknown",
                "mtdnn_heads | [{\"task\": \"a\", \"type\": \"regression\"}] | num_classes is missing",
                "mtdnn_heads | [{\"type\": \"regression\", \"num_classes\": 1}] | needs the name of its",
                "mtdnn_heads | [{\"task\": \"a\", \"type\": \"regression\", \"num_classes\": 2}] | exactly 1",
            })
    void refusesAValueThatDescribesNoNetwork(String key, String value, String message)
            throws JsonProcessingException {
        assertRefused(published(key, value), message);
    }

    @Test
    void refusesTwoHeadsOfOneTask() throws JsonProcessingException {
        String head = "{\"task\": \"a\", \"type\": \"regression\", \"num_classes\": 1}";

        assertRefused(
                published("mtdnn_heads", "[%s, %s]".formatted(head, head)),
                "config.json: two task heads have the same task: [a, a].",
                "Take the config.json that belongs to the weights.");
    }

    @Test
    void refusesAFileThatIsNoDescription() {
        assertRefused("{\"vocab_size\": 3", "config.json is not JSON: ", "Copy it again");
        assertRefused("", "config.json: vocab_size is missing");
        assertRefused("[]", "config.json: vocab_size is missing");
    }

    private static void assertRefused(String json, String... messageParts) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> read(json))
                .satisfies(
                        e ->
                                assertThat(e.getMessage())
                                        .startsWith("config.json")
                                        .contains(messageParts))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(3));
    }

    /** The published file with one key more, or another value of a key. */
    private static String published(String key, String value) throws JsonProcessingException {
        ObjectNode file = (ObjectNode) JSON.readTree(PUBLISHED);
        return file.set(key, JSON.readTree(value)).toString();
    }

    private static NetworkSpec read(String json) {
        return EncoderConfigFile.read(json.getBytes(UTF_8), "config.json");
    }
}
