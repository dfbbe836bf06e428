package io.github.mtdnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String HASH = Loading.settings().configHash();

    @Test
    void theMaskedFormIsJsonUnderTheKeysOfTheFiles() throws IOException {
        JsonNode json = json(Loading.settings("refine.averaging.strategy=diloco"));
        assertThat(json.at("/refine/averaging/strategy").asText()).isEqualTo("diloco");
        assertThat(json.at("/data/max-seq-length").asInt()).isEqualTo(128);
        assertThat(json.at("/tasks/0/labels/1").asText()).isEqualTo("entailment");
        assertThat(json.at("/tasks/0/sources/0/fields/by-field/premise").asText())
                .isEqualTo("column -3");
        assertThat(json.at("/evaluate/batch-tokens").asInt()).isEqualTo(4096);
    }

    @Test
    void theMaskedFormHoldsNoSecrets() throws IOException {
        Settings settings =
                Loading.settings(
                        "spark.hadoop.fs.s3a.secret.key=hush1",
                        "spark.ssl.keyStorePassword=hush2",
                        "spark.hadoop.fs.s3a.session.TOKEN=hush3",
                        "spark.driver.extraJavaOptions=-Dx=1"
                                + " -Djavax.net.ssl.trustStorePassword=hush4",
                        "spark.yarn.historyServer.address=http://me:hush5@host:18080",
                        "data.raw=s3a://id:hush6@bucket/raw",
                        "spark.executor.memory=4g");
        assertThat(settings.masked()).doesNotContain("hush");
        JsonNode spark = json(settings).get("spark");
        assertThat(spark.get("spark.hadoop.fs.s3a.secret.key").asText()).isEqualTo("***");
        assertThat(spark.get("spark.driver.extraJavaOptions").asText())
                .isEqualTo("-Dx=1 -Djavax.net.ssl.trustStorePassword=***");
        assertThat(spark.get("spark.yarn.historyServer.address").asText())
                .isEqualTo("http://***@host:18080");
        assertThat(spark.get("spark.executor.memory").asText()).isEqualTo("4g");
    }

    @Test
    void theContainerInAUriIsNoSecret() throws IOException {
        String uri = "abfss://container@account.example/raw";
        assertThat(json(Loading.settings("data.raw=" + uri)).at("/data/raw").asText())
                .isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run.directory=elsewhere",
                "data.raw=elsewhere",
                "encoder.vocab=elsewhere",
                "spark.executor.memory=4g",
                "refine.checkpoint-rounds=3",
                "kernels.threads=2",
                "tasks.rte.source.directory=Moved",
                "data.task-files=[glue,demo]"
            })
    void theHashIsTheSameWhereOnlyPathsOrTheCutOfTheWorkDiffer(String argument) {
        assertThat(Loading.settings(argument).configHash()).isEqualTo(HASH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run.seed=2019",
                "refine.workers=3",
                "optimizer.learning-rate=6e-5",
                "encoder.cased=true",
                "data.tasks=cola",
                "tasks.rte.dropout=0.2",
                "tasks.rte.splits.dev.columns.premise=-2",
                "data.max-seq-length=64"
            })
    void theHashDiffersWhereResultsMay(String argument) {
        assertThat(Loading.settings(argument).configHash()).isNotEqualTo(HASH);
    }

    @Test
    void theHashIsStableOverEqualSpellings() {
        assertThat(HASH).matches("[0-9a-f]{16}");
        assertThat(
                        Loading.settings("optimizer.learning-rate=0.00005", "run.seed=\"2018\"")
                                .configHash())
                .isEqualTo(HASH);
    }

    private static JsonNode json(Settings settings) throws IOException {
        return new ObjectMapper().readTree(settings.masked());
    }
}
