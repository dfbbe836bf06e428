package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.prep.exchange.TokenizedExport;
import io.github.mtdnn.spark.shard.EncodedShard;
import io.github.mtdnn.spark.shard.ShardFile;
import io.github.mtdnn.spark.shard.ShardStore;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.WordPieceTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokenised records of the Python toolkit, up to the rows of the shards, and back. */
class TokenizedDataTest {
    private static final String PAIR =
            "type = classification, text = pair, labels = [no, yes], source.format = mtdnn-json, ";
    private static final String CHOICE = "type = ranking, source.format = mtdnn-json, ";
    private static final String TAGS =
            "type = sequence-labeling, labels = [O, B-PER, X, CLS, SEP],"
                    + " source.format = mtdnn-json, ";
    private static final String TRAIN = "splits.train.path = t.json";

    @TempDir private Path directory;

    @Test
    void tokensAreTakenAsTheyAreAndWrittenAsTheyWere() throws IOException {
        String records =
                """
                {"uid": "a\\u00e9", "label": 1, "token_id": [2, 4, 3, 5, 3], "type_id": [0, 0, 0, 1, 1], "attention_mask": [1, 1, 1, 1, 1]}
                {"uid": "7", "label": 0, "token_id": [2, 1, 3, 7, 3], "type_id": [0, 0, 0, 1, 1], "attention_mask": [1, 1, 1, 1, 1]}
                """;
        write(records);

        prepare(PAIR + TRAIN);

        assertThat(rows())
                .containsExactly(
                        "aé  [2, 4, 3, 5, 3] [0, 0, 0, 1, 1] 1.0 [] ",
                        "7  [2, 1, 3, 7, 3] [0, 0, 0, 1, 1] 0.0 [] ");
        assertThat(exported(PAIR + TRAIN)).isEqualTo(records);
    }

    @Test
    void olderRecordsHaveNoMaskAndTestSplitsNoLabels() throws IOException {
        write(
                "{\"uid\": \"1\", \"label\": null, \"token_id\": [2, 4, 3], \"type_id\": [0, 0, 0]}\n");

        prepare(PAIR + "splits.train { path = t.json, columns.label = null }");

        assertThat(rows()).containsExactly("1  [2, 4, 3] [0, 0, 0] NaN [] ");
    }

    @Test
    void candidatesOfALineAreAGroup() throws IOException {
        write(
                """
                {"uid": "9", "label": 1, "token_id": [[2, 4, 3], [2, 5, 6, 3]], "type_id": [[0, 0, 0], [0, 0, 1, 1]], "ruid": ["x", "y"], "olabel": [0.0, 2.5]}
                """);

        prepare(CHOICE + TRAIN);

        assertThat(rows())
                .containsExactly(
                        "9#0 9 [2, 4, 3] [0, 0, 0] 0.0 [] x",
                        "9#1 9 [2, 5, 6, 3] [0, 0, 1, 1] 2.5 [] y");
    }

    @Test
    void tokensThatBeginNoWordHaveNoLabel() throws IOException {
        String record =
                "{\"uid\": \"3\", \"label\": [3, 1, 2, 0, 4], \"token_id\": [2, 4, 5, 6, 3],"
                        + " \"type_id\": [0, 0, 0, 0, 0]}\n";
        write(record);

        prepare(TAGS + TRAIN);

        assertThat(rows())
                .containsExactly(
                        "3  [2, 4, 5, 6, 3] [0, 0, 0, 0, 0] NaN [-100, 1, -100, 0, -100] ");
        assertThat(exported(TAGS + TRAIN)).isEqualTo(record);
    }

    @Test
    void tagsThatAreNotToBeReadStillTellTheWords() throws IOException {
        write(
                "{\"uid\": \"3\", \"label\": [-1, 0, 2, 4], \"token_id\": [2, 4, 5, 3],"
                        + " \"type_id\": [0, 0, 0, 0]}\n");

        prepare(TAGS + "splits.train { path = t.json, columns.tags = null }");

        assertThat(rows())
                .containsExactly("3  [2, 4, 5, 3] [0, 0, 0, 0] NaN [-100, -1, -100, -100] ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2, 4, 3] | [0, 0]    | 1    | type_id has 2 elements, but token_id has 3",
                "[2, 9, 3] | [0, 0, 0] | 1    | element 2: token_id has 9, but has to be a whole"
                        + " number from 0 to 7. Set encoder.vocab",
                "[2, 4, 5] | [0, 0, 0] | 1    | token_id has to begin with 2 and end with 3",
                "[]        | []        | 1    | but is empty. Set encoder.vocab",
                "[2, 4, 3] | [0, 0, 2] | 1    | element 3: type_id has 2",
                "[2, 4, 3] | [0, 0, 0] | 2    | label has 2, but has to be a whole number from 0"
                        + " to 1. Correct the line, or the labels",
                "[2, 4, 3] | [0, 0, 0] | null | column \"label\" is a JSON null",
                "[2, 4, 3] | [0, 0, 0] | 1.5  | label has 1.5",
                "3         | [0, 0, 0] | 1    | token_id is a JSON number, but has to be a list",
                "[2, 4, 4, 4, 4, 4, 4, 4, 3] | [0, 0, 0, 0, 0, 0, 0, 0, 0] | 1 | 9 tokens, but"
                        + " data.max-seq-length = 8"
            })
    void aRecordThatDoesNotFitIsRefusedAtItsLine(
            String tokens, String types, String label, String problem) throws IOException {
        write(
                """
                {"uid": "1", "label": 0, "token_id": [2, 4, 3], "type_id": [0, 0, 0]}
                {"uid": "2", "label": %s, "token_id": %s, "type_id": %s}
                """
                        .formatted(label, tokens, types));

        assertRefused(PAIR + TRAIN, "t.json line 2: ", problem);
    }

    @Test
    void aRecordThatIsCutIsRefusedAtItsLine() throws IOException {
        write("{\"uid\": \"1\", \"label\": 0, \"token_id\": [2, 4");

        assertRefused(PAIR + TRAIN, "t.json line 1: not a JSON object: ");
    }

    @Test
    void paddingIsRefused() throws IOException {
        write(
                "{\"uid\": \"1\", \"label\": 0, \"token_id\": [2, 4, 3], \"type_id\": [0, 0, 0],"
                        + " \"attention_mask\": [1, 1, 0]}\n");

        assertRefused(PAIR + TRAIN, "line 1: element 3: attention_mask has 0");
    }

    @Test
    void candidatesHaveAsMuchOfEach() throws IOException {
        write(
                """
                {"uid": "9", "label": 1, "token_id": [[2, 4, 3], [2, 5, 3]], "type_id": [[0, 0, 0], [0, 0, 0]], "ruid": ["x", "y"], "olabel": [0]}
                """);
        assertRefused(CHOICE + TRAIN, "line 1: olabel has 1 elements, but token_id has 2");

        write(
                """
                {"uid": "9", "label": 1, "token_id": [[2, 4, 3], [2, 5, 3]], "type_id": [[0, 0, 0], [0, 0]], "ruid": ["x", "y"], "olabel": [0, 1]}
                """);
        assertRefused(CHOICE + TRAIN, "line 1: candidate 2: type_id has 2 elements");
    }

    @Test
    void thereAreNoTextsToReadOrToLearnFrom() throws IOException {
        write("{\"uid\": \"1\", \"label\": 0, \"token_id\": [2, 4, 3], \"type_id\": [0, 0, 0]}\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings(PAIR + "source.columns.premise = text, " + TRAIN))
                .withMessageContaining("premise is given, but texts are tokens already");
        Settings settings = settings(PAIR + TRAIN);
        VocabularyTraining training =
                new VocabularyTraining(
                        Normalization.UNCASED, new WordPieceTrainer(100, 10, 1), 1000);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> training.ofTasks(LocalSpark.session(), settings))
                .withMessageContaining("has tokens (format = mtdnn-json), but texts are needed");
    }

    private void assertRefused(String task, String... messages) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> prepare(task))
                .satisfies(e -> assertThat(e).message().contains(messages));
    }

    private void prepare(String task) {
        Preparation.run(LocalSpark.session(), settings(task));
    }

    private String exported(String task) throws IOException {
        Path exported = directory.resolve("exported");
        new TokenizedExport(new Configuration(), settings(task), exported.toString(), true).run();
        return Files.readString(exported.resolve("mine_train.json"));
    }

    private Settings settings(String task) {
        Path file = directory.resolve("tasks.conf");
        Path vocabulary = directory.resolve("vocab.txt");
        try {
            Files.writeString(file, "tasks.mine { %s }".formatted(task));
            Files.write(
                    vocabulary,
                    List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "bad", "very", "so"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return SettingsLoader.load(
                List.of(),
                List.of(
                        "data.raw=\"%s\"".formatted(directory),
                        "data.tasks=[mine]",
                        "data.task-files=[\"%s\"]".formatted(file),
                        "data.max-seq-length=8",
                        "encoder.vocab=\"%s\"".formatted(vocabulary),
                        "run.directory=\"%s\"".formatted(directory.resolve("run"))));
    }

    /** Identifier, group, ids, types, label, labels of tokens and text of each row. */
    private List<String> rows() {
        Configuration configuration = new Configuration();
        ShardStore store =
                ShardStore.of(
                        directory.resolve("run").toString(),
                        TestSettings.wordPiece(directory.resolve("vocab.txt"), false).sha256());
        List<String> rows = new ArrayList<>();
        for (Manifest.Shard file : store.manifest(configuration, "mine", "train").shards()) {
            EncodedShard shard =
                    ShardFile.read(
                            configuration,
                            store.directory("mine", "train"),
                            file,
                            ShardFile.Columns.ALL);
            for (int row = 0; row < shard.rows(); row++) {
                EncodedExample example = shard.example(row);
                rows.add(
                        "%s %s %s %s %s %s %s"
                                .formatted(
                                        example.uid(),
                                        example.group(),
                                        Arrays.toString(example.inputIds()),
                                        Arrays.toString(example.tokenTypeIds()),
                                        example.label(),
                                        Arrays.toString(example.tokenLabels()),
                                        example.evidence().text()));
            }
        }
        return rows;
    }

    private void write(String records) throws IOException {
        Files.writeString(directory.resolve("t.json"), records, UTF_8);
    }
}
