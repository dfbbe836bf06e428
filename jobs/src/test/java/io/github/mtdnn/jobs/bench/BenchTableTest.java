package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTableTest {
    private static final BenchCase OF =
            BenchCase.of("steps")
                    .with("encoder", "tiny")
                    .with("batch", 32)
                    .with("lengths", "MRPC")
                    .with("pass", "training")
                    .with("kernels", "float32");
    private static final BenchRun RUN =
            new BenchRun(
                    "20261128-010203",
                    Instant.parse("2026-11-28T01:02:03.004005Z"),
                    "1.2",
                    new Machine(2, "some processor", "some JVM", "kernels cpu"),
                    List.of(
                            Measure.lower("time", "ms").of(OF, new Samples(2, 1, 4, 7)),
                            Measure.higher("tokens", "tokens/s").of(OF, 1e5),
                            Measure.neither("padding", "times").of(BenchCase.of("peak"), 1.5)));
    private static SparkSession spark;

    @TempDir private Path directory;

    @BeforeAll
    static void open() {
        spark = BenchSession.open();
    }

    @AfterAll
    static void close() {
        spark.stop();
    }

    @Test
    void readsWhatItWrote() throws IOException {
        table("out/run").write(spark, RUN);

        BenchRun read = table("out/run").read(spark);
        assertThat(read).isEqualTo(RUN);
        // The order is that in which the properties are shown.
        assertThat(read.measurements().get(0).of()).hasToString(OF.toString());
        assertThat(spark.read().parquet(directory.resolve("out/run").toString()).schema())
                .isEqualTo(BenchTable.SCHEMA);
        try (Stream<Path> files = Files.list(directory.resolve("out"))) {
            assertThat(files).containsExactly(directory.resolve("out/run"));
        }
        try (Stream<Path> files = Files.list(directory.resolve("out/run"))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".crc"));
        }
    }

    @Test
    void doesNotTouchWhatIsThere() throws IOException {
        Files.writeString(directory.resolve("mine"), "precious");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> table("mine").requireAbsent())
                .withMessageContaining("mine is there already")
                .withMessageContaining("--output");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> table("mine").write(spark, RUN));
        assertThat(directory.resolve("mine")).hasContent("precious");
        table("new").requireAbsent();
    }

    @Test
    void refusesWhatIsNoneOfItsTables() throws IOException {
        assertRefused("nothing", "it is not there");
        Files.createDirectory(directory.resolve("empty"));
        assertRefused("empty", "Spark finds no Parquet files in it");
        spark.range(3).write().parquet(directory.resolve("other").toString());
        assertRefused("other", "its columns are id");
        table("none").write(spark, new BenchRun("x", RUN.started(), "1", RUN.machine(), List.of()));
        assertRefused("none", "it has no rows");
    }

    private void assertRefused(String name, String why) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> table(name).read(spark))
                .withMessageContaining(name + " holds no figures of bench: " + why)
                .withMessageContaining("--output");
    }

    private BenchTable table(String name) {
        return new BenchTable(directory.resolve(name).toString(), new Configuration());
    }
}
