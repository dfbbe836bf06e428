package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.spark.prep.SplitReport.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GLUE's own files, as far as they lie beside the repository, prepared as users do it. */
class GlueDataTest {
    private static final Path RAW = TestSettings.shared("data/glue_data");
    private static final Path VOCABULARY =
            TestSettings.shared("data/vocab/bert-base-uncased-vocab.txt");

    /** Counted by a script of its own, with the rules of the Python toolkit. */
    private static final Map<String, Long> ROWS =
            Map.ofEntries(
                    Map.entry("cola/train", 8551L),
                    Map.entry("cola/dev", 1043L),
                    Map.entry("cola/test", 1063L),
                    Map.entry("sst/train", 67_349L),
                    Map.entry("sst/dev", 872L),
                    Map.entry("sst/test", 1821L),
                    Map.entry("mrpc/train", 3668L),
                    Map.entry("mrpc/dev", 408L),
                    Map.entry("mrpc/test", 1725L),
                    Map.entry("stsb/train", 5749L),
                    Map.entry("stsb/dev", 1500L),
                    Map.entry("stsb/test", 1379L),
                    Map.entry("rte/train", 2490L),
                    Map.entry("rte/dev", 277L),
                    Map.entry("rte/test", 3000L),
                    Map.entry("wnli/train", 635L),
                    Map.entry("wnli/dev", 71L),
                    Map.entry("wnli/test", 146L),
                    Map.entry("qnli/dev", 5463L),
                    Map.entry("qnli/test", 5463L),
                    Map.entry("qqp/dev", 23_496L)); // of 23 497: one row has lost a TAB

    @Test
    void preparesWhatIsThereOfGlue(@TempDir Path directory) {
        for (Path path : List.of(RAW, VOCABULARY)) {
            assumeTrue(Files.exists(path), "skipped: " + path + " is not there");
        }
        Settings settings =
                SettingsLoader.load(
                        List.of(Path.of(System.getProperty("mtdnn.root"), "conf/glue-small.conf")),
                        List.of(
                                "data.raw=\"%s\"".formatted(RAW),
                                "encoder.vocab=\"%s\"".formatted(VOCABULARY),
                                "run.directory=\"%s\"".formatted(directory)));

        List<SplitReport> reports = Preparation.run(LocalSpark.session(), settings);

        Map<String, Long> rows = new TreeMap<>();
        long truncatedRows = 0;
        for (SplitReport report : reports) {
            if (report.outcome() != Outcome.MISSING) {
                rows.put(report.task() + "/" + report.split(), report.rows());
                truncatedRows += report.truncatedRows();
            }
        }
        assertThat(rows).containsExactlyInAnyOrderEntriesOf(ROWS);
        assertThat(truncatedRows).isPositive();
        assertThat(reports)
                .filteredOn(report -> report.outcome() == Outcome.MISSING)
                .extracting(report -> report.task() + "/" + report.split())
                .containsExactlyInAnyOrder("qnli/train", "qqp/train", "qqp/test");
    }
}
