package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("mtdnn.root"), "docs", "metrics.md");

    @ParameterizedTest
    @EnumSource
    void listsEveryMetricOfEveryKind(PredictionKind kind) throws IOException {
        String row =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.matches("\\| " + kind.words() + " [(|].*"))
                        .findFirst()
                        .orElseThrow();
        assertThat(kind.metrics()).allMatch(m -> row.contains("`" + m.configName() + "`"));
    }

    @ParameterizedTest
    @EnumSource
    void everyMetricHasAKind(MetricName metric) {
        assertThat(Arrays.stream(PredictionKind.values()))
                .anyMatch(kind -> kind.metrics().contains(metric));
    }
}
