package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.prep.SplitReport.Outcome;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.text.Tokenizer;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw data becomes shards with each kind of tokenizer. */
class EveryTokenizerTest {
    private static final int FIRST_ROBERTA_PIECE = 4;

    @TempDir private Path directory;

    private final Configuration configuration = new Configuration();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void encodesWithTheSpecialsOfByteLevelBpe() throws IOException {
        Path vocabulary = write("vocab.json", ToyTokenizers.bytePairs());
        Path merges = write("merges.txt", ToyTokenizers.MERGES);
        write("raw/train.tsv", "low low\tlow\t0\n");
        String[] tokenizer = {"encoder.vocab=" + vocabulary, "encoder.merges=" + merges};
        int low = ToyTokenizers.LOW;
        int blankLow = ToyTokenizers.BLANK_LOW;

        EncodedExample pair = prepare(pairs(tokenizer)).get(0);
        // <s> is 0, </s> is 2
        assertThat(pair.inputIds()).containsExactly(0, low, blankLow, 2, 2, low, 2);
        assertThat(pair.tokenTypeIds()).containsOnly(0);

        Settings prefixed = pairs(tokenizer[0], tokenizer[1], "encoder.prefix-space=true");
        assertThat(prepare(prefixed).get(0).inputIds())
                .containsExactly(0, blankLow, blankLow, 2, 2, blankLow, 2);
    }

    @Test
    void encodesWithTheRulesOfATokenizerJson() throws IOException {
        Path described = write("tokenizer.json", ToyTokenizers.described());
        write("raw/train.tsv", "Lower LOW\tlow\t0\n");

        EncodedExample pair = prepare(pairs("encoder.vocab=" + described)).get(0);

        assertThat(pair.inputIds()).containsExactly(2, 6, 5, 1, 3, 4, 3);
        assertThat(pair.tokenTypeIds()).containsExactly(0, 0, 0, 0, 0, 1, 1);
    }

    @Test
    void keepsTheShardsOfEachTokenizerApart() throws IOException {
        Path pieces = write("vocab.txt", ToyTokenizers.wordPieces());
        write("raw/train.tsv", "Lower\tlow\t0\n");

        assertThat(prepare(pairs("encoder.vocab=" + pieces)).get(0).inputIds())
                .containsExactly(2, 4, 5, 3, 4, 3);
        Settings cased = pairs("encoder.vocab=" + pieces, "encoder.cased=true");
        assertThat(prepare(cased).get(0).inputIds()).containsExactly(2, 6, 5, 3, 4, 3);
        // The first are there still.
        assertThat(Preparation.run(LocalSpark.session(), pairs("encoder.vocab=" + pieces)))
                .extracting(SplitReport::outcome)
                .containsExactly(Outcome.UNCHANGED);
    }

    @Test
    void takesEachIdeographForAWord() throws IOException {
        Path pieces =
                write(
                        "vocab.txt",
                        "[PAD]\n[UNK]\n[CLS]\n[SEP]\n\u4e2d\n\u56fd\n\ud840\udc00\nis\n");
        write("raw/train.tsv", "\u4e2d\u56fdis\ud840\udc00\t\u3002\u56fd\t0\n");

        assertThat(prepare(pairs("encoder.vocab=" + pieces)).get(0).inputIds())
                .containsExactly(2, 4, 5, 7, 6, 3, 1, 5, 3);
    }

    @Test
    void encodesWithThePublishedCasedVocabulary() throws IOException {
        Path vocabulary = required("data/vocab/bert-base-cased-vocab.txt");
        write("raw/train.tsv", "Hello, world!\tHELLO\t0\n");

        Settings settings = pairs("encoder.vocab=" + vocabulary, "encoder.cased=true");
        int[] ids = prepare(settings).get(0).inputIds();

        // The ids that its publishers' library gives.
        assertThat(Arrays.copyOf(ids, 6)).containsExactly(101, 8667, 117, 1362, 106, 102);
        assertThat(tokens(settings, ids)).endsWith("H", "##EL", "##L", "##O", "[SEP]");
    }

    /**
     * RoBERTa numbers the pieces of GPT-2 in an order of its own, in a file that is not published
     * with these; so each of its numbers has to stand for one piece, and each piece for one number.
     */
    @Test
    void splitsTheToolkitsTablesAsItsRobertaDid() throws IOException {
        Path glue = required("mtdnn-conformance/int_test_data/glue");
        Path gpt2 = required("data/vocab/gpt2");
        Path definitions = directory.resolve("glue_task_def.yml");
        String yaml = Files.readString(glue.resolve("input/prepro_std/glue_task_def.yml"));
        Files.writeString(definitions, yaml.replace("enable_san: true", "enable_san: false"));
        // GPT-2 has no specials for two texts; they come after its pieces.
        ObjectNode pieces = json.readValue(gpt2.resolve("encoder.json").toFile(), ObjectNode.class);
        for (String special : List.of("<s>", "</s>", "<pad>", "<unk>", "<mask>")) {
            pieces.put(special, pieces.size());
        }
        Path vocabulary = write("vocab.json", pieces.toString());
        for (String task : List.of("cola", "mnli", "stsb")) {
            String name = task + "_train.tsv";
            // As the library that recorded them did; a last blank is a piece.
            write(
                    "raw/" + name,
                    Files.readString(glue.resolve("input/prepro_std/" + name))
                            .replaceAll(" +(?=[\t\r\n])", ""));
        }
        Settings settings =
                settings(
                        "data.raw=" + directory.resolve("raw"),
                        "data.task-files=[\"%s\"]".formatted(definitions),
                        "data.tasks=[cola, mnli, stsb]",
                        "data.max-seq-length=512",
                        "encoder.vocab=" + vocabulary,
                        "encoder.merges=" + gpt2.resolve("vocab.bpe"));
        Preparation.run(LocalSpark.session(), settings);

        Map<Integer, Integer> gpt2ByRoberta = new HashMap<>();
        Map<Integer, Integer> robertaByGpt2 = new HashMap<>();
        for (Task task : settings.tasks()) {
            List<String> records =
                    Files.readAllLines(
                            glue.resolve(
                                    "expected/prepro_std/roberta_base_cased/%s_train.json"
                                            .formatted(task.name())));
            List<EncodedExample> rows = rows(settings, task);
            assertThat(rows).hasSameSizeAs(records);
            for (int row = 0; row < rows.size(); row++) {
                JsonNode recorded = json.readTree(records.get(row)).get("token_id");
                int[] ids = rows.get(row).inputIds();
                assertThat(ids).as("%s row %d", task.name(), row).hasSize(recorded.size());
                for (int i = 0; i < ids.length; i++) {
                    int id = recorded.get(i).intValue();
                    assertThat(gpt2ByRoberta.merge(id, ids[i], (first, again) -> first))
                            .isEqualTo(ids[i]);
                    assertThat(robertaByGpt2.merge(ids[i], id, (first, again) -> first))
                            .isEqualTo(id);
                }
            }
        }
        assertThat(gpt2ByRoberta).hasSizeGreaterThan(100);
        assertThat(tokens(settings, new int[] {gpt2ByRoberta.get(0), gpt2ByRoberta.get(2)}))
                .containsExactly("<s>", "</s>");
        assertThat(gpt2ByRoberta.keySet().stream().filter(id -> id < FIRST_ROBERTA_PIECE))
                .containsExactlyInAnyOrder(0, 2);
    }

    private List<EncodedExample> prepare(Settings settings) {
        Preparation.run(LocalSpark.session(), settings);
        return rows(settings, settings.tasks().get(0));
    }

    private List<EncodedExample> rows(Settings settings, Task task) {
        ShardStore store = ShardStore.of(settings.run().directory(), tokenizer(settings).sha256());
        List<EncodedExample> rows = new ArrayList<>();
        for (Manifest.Shard file : store.manifest(configuration, task.name(), "train").shards()) {
            EncodedShard shard =
                    ShardFile.read(
                            configuration,
                            store.directory(task.name(), "train"),
                            file,
                            ShardFile.Columns.ALL);
            for (int row = 0; row < shard.rows(); row++) {
                rows.add(shard.example(row));
            }
        }
        return rows;
    }

    private List<String> tokens(Settings settings, int[] ids) {
        Tokenizer tokenizer = tokenizer(settings).open();
        return Arrays.stream(ids).mapToObj(tokenizer::token).toList();
    }

    private TokenizerFiles tokenizer(Settings settings) {
        return TokenizerReader.read(configuration, settings.encoder());
    }

    /** A task over pairs of texts. */
    private Settings pairs(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "data.raw=" + directory.resolve("raw"),
                                "data.tasks=[pairs]",
                                "data.max-seq-length=16",
                                "tasks.pairs.type=regression",
                                "tasks.pairs.source.header=false",
                                "tasks.pairs.source.columns={premise=0,hypothesis=1,label=2}",
                                "tasks.pairs.splits.train.path=train.tsv"));
        all.addAll(List.of(more));
        return settings(all.toArray(String[]::new));
    }

    private Settings settings(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("run.directory=" + directory.resolve("run"));
        return SettingsLoader.load(List.of(), all);
    }

    private Path write(String file, String content) throws IOException {
        return ToyTokenizers.write(directory.resolve(file), content);
    }

    private static Path required(String path) {
        Path file = TestSettings.shared(path);
        assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
        return file;
    }
}
