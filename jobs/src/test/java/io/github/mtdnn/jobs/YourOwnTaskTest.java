package io.github.mtdnn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the examples of docs/your-own-task.md, as they stand there. */
class YourOwnTaskTest {
    private static final Path PAGE =
            Path.of(System.getProperty("mtdnn.root"), "docs/your-own-task.md");

    /** A file of rows, and the task over it. */
    private static final Pattern EXAMPLE =
            Pattern.compile("```\\w+ (\\S+)\n(.*?)```\\s+```hocon\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path directory;

    /**
     * @param file path of the rows below data.raw
     * @param task HOCON
     */
    record Example(String file, String rows, String task) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        while (example.find()) {
            examples.add(new Example(example.group(1), example.group(2), example.group(3)));
        }
        assertThat(examples).hasSizeGreaterThanOrEqualTo(6);
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void goesFromRawDataToMetrics(Example example) throws IOException {
        assertThat(example.task().lines()).as("lines of HOCON").hasSizeLessThan(15);
        Path rows = directory.resolve("raw").resolve(example.file());
        Files.createDirectories(rows.getParent());
        Files.writeString(rows, example.rows());
        Path task = Files.writeString(directory.resolve("task.conf"), example.task());

        assertThat(
                        CommandRunner.execute(
                                new PipelineJob(),
                                new String[] {
                                    "--conf",
                                    task.toString(),
                                    "data.raw=" + directory.resolve("raw"),
                                    "encoder.vocab=" + writeVocabulary(),
                                    "run.directory=" + directory.resolve("run"),
                                    "refine.epochs=1",
                                    "finetune.epochs=1",
                                    "spark.master=local[2]"
                                }))
                .isZero();
        assertThat(finetunedMetrics()).isNotEmpty().allMatch(example.task()::contains);
    }

    /** Letters, digits and signs, of which every word of the page consists. */
    private Path writeVocabulary() throws IOException {
        List<String> pieces =
                new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        for (char c = '!'; c <= '~'; c++) {
            if (!Character.isUpperCase(c)) {
                pieces.add(String.valueOf(c));
                pieces.add("##" + c);
            }
        }
        return Files.write(directory.resolve("vocab.txt"), pieces);
    }

    private List<String> finetunedMetrics() {
        try (SparkSession spark = JobSession.open("test", Map.of("spark.master", "local[2]"))) {
            return spark.read()
                    .parquet(directory.resolve("run/tables/metrics").toString())
                    .where("stage = 'finetune' AND split = 'dev' AND epoch = 0")
                    .select("metric")
                    .as(Encoders.STRING())
                    .collectAsList();
        }
    }
}
