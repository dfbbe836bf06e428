package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextExample;
import io.github.mtdnn.task.WordsExample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The owners' own files of data sets beyond GLUE, as far as they lie beside the repository. */
class SharedDataTest {
    private static final Path RAW = TestSettings.shared("data");

    /** As counted by those who brought the files here, see SOURCES.md there. */
    private static final Map<String, Long> ROWS =
            Map.ofEntries(
                    Map.entry("ner/train", 14041L),
                    Map.entry("ner/dev", 3250L),
                    Map.entry("ner/test", 3453L),
                    Map.entry("pos/train", 14041L),
                    Map.entry("pos/dev", 3250L),
                    Map.entry("pos/test", 3453L),
                    Map.entry("chunk/train", 14041L),
                    Map.entry("chunk/dev", 3250L),
                    Map.entry("chunk/test", 3453L),
                    Map.entry("wnut17/train", 3394L),
                    Map.entry("wnut17/dev", 1009L),
                    Map.entry("wnut17/test", 1287L),
                    Map.entry("snli/dev", 9842L),
                    Map.entry("snli/test", 9824L),
                    Map.entry("xnli-en/dev", 2489L),
                    Map.entry("xnli-en/test", 5010L),
                    Map.entry("ax/diagnostic", 1104L),
                    Map.entry("boolq/train", 1000L),
                    Map.entry("boolq/dev", 3270L),
                    Map.entry("cb/train", 250L),
                    Map.entry("cb/dev", 56L),
                    Map.entry("cb/test", 250L),
                    Map.entry("copa/train", 400L),
                    Map.entry("copa/dev", 100L),
                    Map.entry("copa/test", 500L),
                    Map.entry("wic/train", 5428L),
                    Map.entry("wic/dev", 638L),
                    Map.entry("wsc/train", 554L),
                    Map.entry("wsc/dev", 104L),
                    Map.entry("wsc/test", 146L),
                    Map.entry("superglue-rte/train", 2490L),
                    Map.entry("superglue-rte/dev", 277L),
                    Map.entry("superglue-rte/test", 3000L),
                    Map.entry("squad-cs224n/train", 4813L),
                    Map.entry("squad-cs224n/dev", 1265L),
                    Map.entry("squad-cs224n/test", 5915L),
                    Map.entry("xquad-en/dev", 1190L),
                    Map.entry("wikitext2/dev", 60L),
                    // 60 articles, and two lines of formulas that look like titles.
                    Map.entry("wikitext2/test", 62L));

    private final Settings settings =
            SettingsLoader.load(
                    List.of(Path.of("src/test/resources/shared-data.conf")),
                    List.of(),
                    EnumSet.of(Need.TASKS));

    @BeforeEach
    void requireData() {
        assumeTrue(Files.exists(RAW), "skipped: " + RAW + " is not there");
    }

    @Test
    void readsEveryRow() {
        Map<String, Long> rows = new TreeMap<>();
        for (Task task : settings.tasks()) {
            for (SplitSource source : task.sources()) {
                rows.put(task.name() + "/" + source.split(), read(task, source).rows());
            }
        }

        assertThat(rows).containsExactlyInAnyOrderEntriesOf(ROWS);
    }

    @ParameterizedTest
    @CsvSource({
        "ner,train,203621", "ner,dev,51362", "ner,test,46435",
        "wnut17,train,62730", "wnut17,dev,15733", "wnut17,test,23394"
    })
    void readsEveryWord(String name, String split, long words) {
        Task task = TestSettings.task(settings, name);

        List<Example> sentences =
                read(task, TestSettings.source(task, split)).examples(100_000).collect();

        assertThat(sentences.stream().mapToLong(s -> ((WordsExample) s).words().size()).sum())
                .isEqualTo(words);
    }

    @Test
    void readsThePronounsOfTheToolkit() {
        Path raw = TestSettings.shared("mtdnn-conformance/hnn/data");
        assumeTrue(Files.exists(raw), "skipped: " + raw + " is not there");
        Settings pronouns =
                SettingsLoader.load(
                        List.of(),
                        List.of(
                                "data.task-files=[pronouns]",
                                "data.tasks=[pronouns, wnli-annotated]"),
                        EnumSet.of(Need.TASKS));

        Map<String, Long> rows = new TreeMap<>();
        for (Task task : pronouns.tasks()) {
            for (SplitSource source : task.sources()) {
                rows.put(
                        task.name() + "/" + source.split(),
                        new ExampleReader(LocalSpark.session(), raw.toString(), 10_000)
                                .read(task, source)
                                .rows());
            }
        }

        assertThat(rows)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "pronouns/train", 1322L,
                                "pronouns/dev", 564L,
                                "pronouns/wsc273_test", 285L,
                                "pronouns/pdp60_test", 60L,
                                "wnli-annotated/train", 635L,
                                "wnli-annotated/dev", 71L,
                                "wnli-annotated/test", 146L));
    }

    @Test
    void undoesTheQuotesOfAnExport() {
        Task snli = TestSettings.task(settings, "snli");

        List<Example> examples =
                read(snli, TestSettings.source(snli, "test")).examples(10_000).collect();

        assertThat(examples)
                .extracting(example -> ((TextExample) example).premise())
                .noneMatch(text -> text.contains("\"\""))
                .element(159, InstanceOfAssertFactories.STRING)
                .endsWith("a sign that says \"HI-POINTE.\"");
    }

    /** In val.jsonl, line 43, the number of the pronoun's word is one too small. */
    @Test
    void findsThePronounAlsoWhereItsNumberIsTooSmall() {
        Task wsc = TestSettings.task(settings, "wsc");

        List<Example> examples = read(wsc, TestSettings.source(wsc, "dev")).examples(200).collect();

        assertThat(((TextExample) examples.get(42)).hypothesis())
                .contains("might want to use safe ,");
    }

    private static RawSplit read(Task task, SplitSource source) {
        return new ExampleReader(LocalSpark.session(), RAW.toString(), 1_000_000)
                .read(task, source);
    }
}
