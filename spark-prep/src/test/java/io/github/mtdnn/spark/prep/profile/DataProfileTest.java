package io.github.mtdnn.spark.prep.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.prep.Preparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataProfileTest {
    @TempDir private Path directory;

    @BeforeEach
    void writeRawData() throws IOException {
        Files.write(
                directory.resolve("vocab.txt"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "bad", "very", "so"));
        // "good" three times, once with another label; one text is empty, one is cut.
        write(
                "mood/train.tsv",
                "good\tyes\nGOOD\tyes\ngood\tno\nbad\tno\nbad\tno\n\tno\n"
                        + "very very very very very very very\tyes\n");
        write("mood/dev.tsv", "good\tyes\ngood\tno\nso so\tno\n");
        write("close/train.csv", "left,right,score\ngood,bad,4.5\nbad,good,3\n,,0\n,so,0\nso,,1\n");
        Files.writeString(
                directory.resolve("tasks.conf"),
                """
                tasks {
                  mood {
                    type = classification, labels = [no, yes]
                    source { directory = mood, header = false }
                    source.columns { premise = 0, label = 1 }
                    splits { train { path = train.tsv }, dev { path = dev.tsv } }
                  }
                  close {
                    type = regression
                    source.columns { premise = left, hypothesis = right, label = score }
                    splits { train { path = "close/train.csv" } }
                  }
                }
                """);
    }

    @Test
    void countsWhatMisleads() {
        List<SplitProfile> profiles = profile();

        assertThat(profiles)
                .extracting(profile -> profile.task() + "/" + profile.split())
                .containsExactly("mood/train", "mood/dev", "close/train");
        assertThat(plain(profiles.get(0)))
                .contains(
                        entry("rows", 7.0),
                        entry("labelled_rows", 7.0),
                        entry("label_rows no", 4.0),
                        entry("label_rows yes", 3.0),
                        entry("duplicate_rows", 3.0),
                        entry("conflicting_rows", 3.0),
                        entry("empty_rows", 1.0),
                        entry("truncated_rows", 1.0))
                .doesNotContainKey("leaked_rows");
        assertThat(plain(profiles.get(1)))
                .contains(
                        entry("rows", 3.0),
                        entry("duplicate_rows", 1.0),
                        entry("conflicting_rows", 2.0),
                        entry("leaked_rows", 2.0),
                        entry("empty_rows", 0.0));
        assertThat(profiles.get(1).findings())
                .containsExactly(
                        "mood/dev: 2 of 3 examples are in the training split too, text for text",
                        "mood/dev: 2 of 3 examples have a text that is in the split with other"
                                + " labels");
        assertThat(profiles.get(0))
                .hasToString(
                        "mood/train: no 57.1 %, yes 42.9 %; 3 tokens in the median, 8 at most,"
                                + " 14.3 % cut; 3 repeated texts");
    }

    @Test
    void tellsHowManyWindowsHaveAnAnswer() throws IOException {
        write(
                "pages/train.csv",
                "question,context,answers,answer-starts\ngood,bad good,good,4\nbad,very good,,\n");
        Files.writeString(
                directory.resolve("tasks.conf"),
                "tasks.pages { type = span, splits.train { path = \"pages/train.csv\" } }");

        SplitProfile profile =
                profile("data.tasks=[pages]", "data.max-question-pieces=2", "data.window-overlap=1")
                        .get(0);

        assertThat(plain(profile))
                .contains(
                        entry("rows", 2.0),
                        entry("labelled_rows", 2.0),
                        entry("label_rows answer", 1.0),
                        entry("label_rows no answer", 1.0));
        assertThat(profile.toString()).startsWith("pages/train: no answer 50.0 %, answer 50.0 %; ");
    }

    @Test
    void measuresLengthsInTokensWithSpecials() {
        assertThat(plain(profile().get(0)))
                .contains(
                        entry("tokens", 5 * 3 + 2 + 8.0),
                        entry("length_rows 0", 6.0),
                        entry("length_rows 8", 1.0),
                        entry("length_quantile 0", 2.0),
                        entry("length_quantile 0.5", 3.0),
                        entry("length_quantile 1", 8.0));
    }

    @Test
    void tellsPairsTheOtherWayRoundApartAndFindsEmptySidesOfPairs() {
        assertThat(plain(profile().get(2)))
                .contains(
                        entry("rows", 5.0),
                        entry("labelled_rows", 5.0),
                        entry("duplicate_rows", 0.0),
                        entry("empty_rows", 3.0),
                        entry("label_min", 0.0),
                        entry("label_mean", 1.7),
                        entry("label_max", 4.5));
    }

    @Test
    void describesWhatIsThereNowInItsTable() throws IOException {
        profile();
        write("mood/train.tsv", "so so\tyes\n");

        List<SplitProfile> profiles = profile();

        List<Row> rows =
                LocalSpark.session()
                        .read()
                        .parquet(directory.resolve("run/tables/data_profile").toString())
                        .where("task = 'mood' AND split = 'dev'")
                        .collectAsList();
        Map<String, Double> stored = new LinkedHashMap<>();
        rows.forEach(
                row ->
                        stored.put(
                                (row.getAs("statistic") + " " + row.getAs("key")).strip(),
                                row.getAs("value")));
        assertThat(stored).isEqualTo(plain(profiles.get(1)));
        // The split itself is unchanged; the training split beside it is not.
        assertThat(stored).containsEntry("leaked_rows", 1.0);
    }

    private static Map<String, Double> plain(SplitProfile profile) {
        Map<String, Double> values = new LinkedHashMap<>();
        profile.statistics()
                .forEach(s -> values.put((s.name() + " " + s.key()).strip(), s.value()));
        return values;
    }

    private List<SplitProfile> profile(String... overrides) {
        Settings settings = settings(overrides);
        Preparation.run(LocalSpark.session(), settings);
        return DataProfile.write(LocalSpark.session(), settings);
    }

    private Settings settings(String... overrides) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "run.directory=" + directory.resolve("run"),
                                "data.raw=" + directory,
                                "data.tasks=[mood, close]",
                                "data.max-seq-length=8",
                                "encoder.vocab=" + directory.resolve("vocab.txt")));
        arguments.addAll(List.of(overrides));
        return SettingsLoader.load(List.of(directory.resolve("tasks.conf")), arguments);
    }

    private void write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
