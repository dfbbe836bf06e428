package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Token for token the same as the published tokenizer, where its recorded output is at hand. */
class BertTokenizerParityTest {
    private static final int MAX_SEQ_LENGTH = 512;
    private static final Path SHARED =
            Path.of(System.getProperty("mtdnn.root", "."), "..", "shared").normalize();
    private static final Path CONFORMANCE = SHARED.resolve("mtdnn-conformance");

    private static BertTokenizer tokenizer;

    @BeforeAll
    static void readVocabulary() {
        tokenizer =
                new BertTokenizer(
                        Vocabulary.read(required("data/vocab/bert-base-uncased-vocab.txt")), false);
    }

    @Test
    void agreesOnTextsOfManyScripts() throws IOException {
        List<String> lines = linesOf(required("data/parity/wordpiece/expected.tsv"));
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\t", -1);
            List<String> expected = Arrays.asList(fields).subList(1, fields.length);
            if (!tokenizer.tokenize(fields[0]).equals(expected)) {
                wrong.add(i + 1);
            }
        }
        assertThat(lines).hasSizeGreaterThan(1000);
        assertThat(wrong).as("lines that differ").isEmpty();
    }

    /** Columns as MT-DNN's raw readers take them; negative ones count from the end. */
    @ParameterizedTest
    @CsvSource({
        "CoLA/train.tsv,            cola_train,            false, -1, none",
        "CoLA/dev.tsv,              cola_dev,              false, -1, none",
        "CoLA/test.tsv,             cola_test,             true,  -1, none",
        "MNLI/train.tsv,            mnli_train,            true,   8, 9",
        "MNLI/dev_matched.tsv,      mnli_matched_dev,      true,   8, 9",
        "MNLI/dev_mismatched.tsv,   mnli_mismatched_dev,   true,   8, 9",
        "MNLI/test_matched.tsv,     mnli_matched_test,     true,   8, 9",
        "MNLI/test_mismatched.tsv,  mnli_mismatched_test,  true,   8, 9",
        "MRPC/train.tsv,            mrpc_train,            true,  -2, -1",
        "MRPC/dev.tsv,              mrpc_dev,              true,  -2, -1",
        "MRPC/test.tsv,             mrpc_test,             true,  -2, -1",
        "QNLI/train.tsv,            qnli_train,            true,   1, 2",
        "QNLI/dev.tsv,              qnli_dev,              true,   1, 2",
        "QNLI/test.tsv,             qnli_test,             true,   1, 2",
        "QQP/train.tsv,             qqp_train,             true,  -3, -2",
        "QQP/dev.tsv,               qqp_dev,               true,  -3, -2",
        "QQP/test.tsv,              qqp_test,              true,  -2, -1",
        "RTE/train.tsv,             rte_train,             true,  -3, -2",
        "RTE/dev.tsv,               rte_dev,               true,  -3, -2",
        "RTE/test.tsv,              rte_test,              true,  -2, -1",
        "SST-2/train.tsv,           sst_train,             true,   0, none",
        "SST-2/dev.tsv,             sst_dev,               true,   0, none",
        "SST-2/test.tsv,            sst_test,              true,   1, none",
        "STS-B/train.tsv,           stsb_train,            true,  -3, -2",
        "STS-B/dev.tsv,             stsb_dev,              true,  -3, -2",
        "STS-B/test.tsv,            stsb_test,             true,  -2, -1",
        "WNLI/train.tsv,            wnli_train,            true,  -3, -2",
        "WNLI/dev.tsv,              wnli_dev,              true,  -3, -2",
        "WNLI/test.tsv,             wnli_test,             true,  -2, -1"
    })
    void reproducesTheSampleFilesOfMtDnn(
            String input, String output, boolean header, int premise, String hypothesis)
            throws IOException {
        Path directory = CONFORMANCE.resolve("tests/sample_data");
        List<String> rows = linesOf(required(directory.resolve("input").resolve(input)));
        check(
                header ? rows.subList(1, rows.size()) : rows,
                required(directory.resolve("output").resolve(output + ".json")),
                premise,
                hypothesis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cola_train", "mnli_train", "stsb_train"})
    void reproducesTheIntegrationFilesOfMtDnn(String name) throws IOException {
        Path directory = CONFORMANCE.resolve("int_test_data/glue");
        Path expected = directory.resolve("expected/prepro_std/bert_base_uncased_lower");
        check(
                linesOf(required(directory.resolve("input/prepro_std").resolve(name + ".tsv"))),
                required(expected.resolve(name + ".json")),
                2,
                name.startsWith("cola") ? "none" : "3");
    }

    private static void check(List<String> rows, Path output, int premise, String hypothesis)
            throws IOException {
        SequenceEncoder encoder = new SequenceEncoder(tokenizer, MAX_SEQ_LENGTH, false);
        ObjectMapper json = new ObjectMapper();
        List<String> expected = linesOf(output);
        assertThat(rows).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < rows.size(); i++) {
            String[] columns = rows.get(i).split("\t", -1);
            Encoding encoding =
                    hypothesis.equals("none")
                            ? encoder.encode(column(columns, premise))
                            : encoder.encode(
                                    column(columns, premise),
                                    column(columns, Integer.parseInt(hypothesis)));
            JsonNode record = json.readTree(expected.get(i));
            assertThat(encoding.inputIds()).isEqualTo(ints(record.get("token_id")));
            assertThat(encoding.tokenTypeIds()).isEqualTo(ints(record.get("type_id")));
        }
    }

    private static String column(String[] columns, int index) {
        return columns[index < 0 ? columns.length + index : index];
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        Arrays.setAll(values, i -> array.get(i).intValue());
        return values;
    }

    /** Lines end at LF or CR LF and nowhere else: some texts hold other line separators. */
    private static List<String> linesOf(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return Stream.of(text.split("\r?\n")).toList();
    }

    private static Path required(String file) {
        return required(SHARED.resolve(file));
    }

    private static Path required(Path file) {
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
        return file;
    }
}
