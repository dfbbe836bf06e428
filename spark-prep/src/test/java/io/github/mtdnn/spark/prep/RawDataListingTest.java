package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawDataListingTest {
    private static final String RAW = "src/test/resources/data-set-formats";

    @Test
    void tellsWhatIsThereAndWhereTheRestIsPublished() {
        List<String> lines = list("anli", "xnli");

        assertThat(lines)
                .containsSubsequence(
                        "anli",
                        "  there    " + RAW + "/anli_v1.0/R1/train.jsonl",
                        "  there    " + RAW + "/anli_v1.0/R2/train.jsonl",
                        "  missing  "
                                + RAW
                                + "/anli_v1.0/R1/dev.jsonl  (published at"
                                + " https://github.com/facebookresearch/anli)")
                .endsWith("6 there, 6 missing");
    }

    @Test
    void namesAFileOfSeveralSplitsOnce() {
        assertThat(list("xnli"))
                .containsExactly(
                        "xnli",
                        "  there    " + RAW + "/MNLI/train.tsv",
                        "  there    " + RAW + "/XNLI-1.0/xnli.dev.tsv",
                        "  missing  "
                                + RAW
                                + "/XNLI-1.0/xnli.test.tsv  (published at"
                                + " https://github.com/facebookresearch/XNLI)",
                        "2 there, 1 missing");
    }

    @Test
    void everyBuiltInTaskSaysWhereItsDataIsPublished() {
        assertThat(SettingsLoader.builtInTasks())
                .hasSizeGreaterThan(20)
                .flatExtracting(Task::sources)
                .allSatisfy(source -> assertThat(source.url()).startsWith("https://"));
    }

    private static List<String> list(String... names) {
        List<Task> tasks =
                SettingsLoader.builtInTasks().stream()
                        .filter(task -> List.of(names).contains(task.name()))
                        .toList();
        return RawDataListing.of(LocalSpark.session(), RAW, tasks);
    }
}
