package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mtdnn.text.file.BytePairFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The records that MT-DNN recorded with roberta-base, from the vocabulary of GPT-2.
 *
 * <p>RoBERTa has the pieces and merges of GPT-2 under numbers of its own: 4 and on in the order of
 * fairseq's {@code dict.txt}, most frequent first, after its specials. That file is not among the
 * data. The records themselves say for each of their pieces which number it has; the test fails
 * where they say two for one piece, or one for two, and then has every record made again.
 */
class RobertaParityTest {
    private static final int ROBERTA_SIZE = 50_265;
    private static final int FIRST_PIECE = 4;
    private static final Path SHARED =
            Path.of(System.getProperty("mtdnn.root", "."), "..", "shared").normalize();
    private static final Path FIXTURES = SHARED.resolve("mtdnn-conformance/int_test_data/glue");
    private static final Path GPT2 = SHARED.resolve("data/vocab/gpt2");

    private final ObjectMapper json = new ObjectMapper();

    /** A row of a fixture: one text or two, and the recorded ids. */
    private record Row(List<String> texts, int[] inputIds, int[] tokenTypeIds) {}

    @Test
    void reproducesTheRecordsOfMtDnn() throws IOException {
        BytePairVocabulary gpt2 =
                BytePairFiles.read(
                        required(GPT2.resolve("encoder.json")),
                        required(GPT2.resolve("vocab.bpe")));
        List<Row> rows = new ArrayList<>();
        rows.addAll(rows("cola_train", 1));
        rows.addAll(rows("mnli_train", 2));
        rows.addAll(rows("stsb_train", 2));
        assertThat(rows).hasSizeGreaterThan(10);

        Map<Integer, Integer> numbers = numbersOfRoberta(new ByteLevelTokenizer(gpt2, false), rows);
        assertThat(gpt2.token(numbers.get(FIRST_PIECE))).isEqualTo(".");
        assertThat(gpt2.token(numbers.get(5))).isEqualTo("\u0120the");
        BytePairVocabulary roberta = gpt2.inOrderOf("dictionary", dictionary(gpt2, numbers));
        assertThat(roberta.size()).isEqualTo(ROBERTA_SIZE);

        SequenceEncoder encoder =
                new SequenceEncoder(new ByteLevelTokenizer(roberta, false), 512, false);
        for (Row row : rows) {
            Encoding encoding =
                    row.texts().size() == 1
                            ? encoder.encode(row.texts().get(0))
                            : encoder.encode(row.texts().get(0), row.texts().get(1));
            assertThat(encoding.inputIds()).as("%s", row.texts()).isEqualTo(row.inputIds());
            assertThat(encoding.tokenTypeIds()).isEqualTo(row.tokenTypeIds());
        }
    }

    /** The ids in GPT-2 by those of RoBERTa, of all pieces that the records hold. */
    private static Map<Integer, Integer> numbersOfRoberta(Tokenizer gpt2, List<Row> rows) {
        Map<Integer, Integer> numbers = new TreeMap<>();
        for (Row row : rows) {
            PieceIds pieces = new PieceIds();
            row.texts().forEach(text -> gpt2.tokenizeInto(text, pieces));
            int[] recorded =
                    Arrays.stream(row.inputIds()).filter(id -> id >= FIRST_PIECE).toArray();
            assertThat(recorded).as("pieces of %s", row.texts()).hasSize(pieces.size());
            for (int i = 0; i < recorded.length; i++) {
                Integer earlier = numbers.putIfAbsent(recorded[i], pieces.get(i));
                assertThat(earlier).as("piece %d", recorded[i]).isIn(null, pieces.get(i));
            }
        }
        assertThat(new HashSet<>(numbers.values())).hasSameSizeAs(numbers.values());
        return numbers;
    }

    /** A whole dictionary with those numbers; what the records do not hold stands in any order. */
    private static String dictionary(BytePairVocabulary gpt2, Map<Integer, Integer> numbers) {
        Set<Integer> listed = Set.copyOf(numbers.values());
        List<String> names = new ArrayList<>();
        for (int id = 0; id < gpt2.size(); id++) {
            if (!listed.contains(id)) {
                names.add(Integer.toString(id));
            }
        }
        for (int i = 0; i < 3; i++) {
            names.add("madeupword000" + i);
        }
        // From the least number up, all places before are filled when one is.
        numbers.forEach((number, id) -> names.add(number - FIRST_PIECE, Integer.toString(id)));
        return String.join(" 1\n", names) + " 1\n";
    }

    private List<Row> rows(String name, int texts) throws IOException {
        List<String> inputs = lines(FIXTURES.resolve("input/prepro_std/" + name + ".tsv"));
        List<String> records =
                lines(FIXTURES.resolve("expected/prepro_std/roberta_base_cased/" + name + ".json"));
        assertThat(inputs).hasSameSizeAs(records);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String[] columns = inputs.get(i).split("\t", -1);
            JsonNode record = json.readTree(records.get(i));
            rows.add(
                    new Row(
                            // As the library that recorded them did; a last blank is a piece.
                            Stream.of(columns).skip(2).limit(texts).map(String::strip).toList(),
                            ints(record.get("token_id")),
                            ints(record.get("type_id"))));
        }
        return rows;
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        Arrays.setAll(values, i -> array.get(i).intValue());
        return values;
    }

    private static List<String> lines(Path file) throws IOException {
        String text = Files.readString(required(file), StandardCharsets.UTF_8);
        return Stream.of(text.split("\r?\n")).toList();
    }

    private static Path required(Path file) {
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
        return file;
    }
}
