package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.spark.train.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private static final Measure TIME = Measure.lower("time", "ms");
    private static final BenchCase OF =
            BenchCase.of("steps").with("encoder", "tiny").with("batch", 32);

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final BenchReport report =
            new BenchReport(new Progress(new PrintStream(console, true, UTF_8)));

    @Test
    void printsFiguresByCaseAndPartAndKeepsThemAll() {
        Measurement time = TIME.of(OF, Samples.of(1234.5, 1.5, 2000));
        Measurement share = Measure.higher("share", "%").labelled("% of the peak").of(OF, 52.34);
        Measurement part = Measure.lower("kernel add", "ms").of(OF, 0.0123);
        Measurement quiet = Measure.lower("kernel scale", "ms").of(OF, 7);

        report.add(time, share);
        report.addPart("add", List.of(part));
        report.keep(List.of(quiet));

        assertThat(console.toString(UTF_8).lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("tiny, batch 32 1,235 ms 52.3 % of the peak", " add 0.0123 ms");
        assertThat(report.run("1.2").measurements()).containsExactly(time, share, part, quiet);
    }

    @Test
    void namesTheMachineAndWhatItComputedWith() {
        report.kernels("kernels a");
        report.kernels("kernels b");
        report.kernels("kernels a");

        BenchRun run = report.run("1.2");

        assertThat(console.toString(UTF_8)).hasLineCount(2);
        assertThat(run.version()).isEqualTo("1.2");
        assertThat(run.id()).matches("\\d{8}-\\d{6}");
        assertThat(run.machine().cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(run.machine().kernels()).isEqualTo("kernels a; kernels b");
        assertThat(run.machine().cpu()).isNotBlank();
        assertThat(run.machine().jvm()).contains(Runtime.version().toString());
    }

    @Test
    void formatsThreeDigitsOrMore() {
        assertThat(Measurement.format(31057.4)).isEqualTo("31,057");
        assertThat(Measurement.format(131.9)).isEqualTo("132");
        assertThat(Measurement.format(13.19)).isEqualTo("13.2");
        assertThat(Measurement.format(1.319)).isEqualTo("1.32");
        assertThat(Measurement.format(-0.1319)).isEqualTo("-0.132");
        assertThat(Measurement.format(0.01319)).isEqualTo("0.0132");
    }
}
