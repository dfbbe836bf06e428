package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchComparisonTest {
    private static final BenchCase TINY = BenchCase.of("steps").with("encoder", "tiny");
    private static final BenchCase MINI = BenchCase.of("steps").with("encoder", "mini");
    private static final Measure TIME = Measure.lower("time", "ms");
    private static final Measure TOKENS = Measure.higher("tokens", "tokens/s");
    private static final Measure PADDING = Measure.neither("padding", "times");
    private static final Machine HERE = new Machine(2, "processor", "JVM", "kernels");

    private final BenchRun before =
            run(
                    "before",
                    HERE,
                    TIME.of(TINY, 100),
                    TOKENS.of(TINY, 1000),
                    PADDING.of(TINY, 2),
                    TIME.of(MINI, 7));
    private final BenchRun after =
            run(
                    "after",
                    HERE,
                    PADDING.of(TINY, 3),
                    TIME.of(TINY, 80),
                    TOKENS.of(TINY, 900),
                    Measure.lower("time", "s").of(MINI, 7));

    @Test
    void tellsHowManyTimesAsGoodTheSecondIs() {
        BenchComparison comparison = BenchComparison.of(before, after);

        assertThat(comparison.pairs())
                .extracting(BenchComparison.Pair::ratio)
                .containsExactly(1.25, 0.9, 1.5);
        assertThat(comparison.onlyFirst()).containsExactly(TIME.of(MINI, 7));
        // Another unit is another figure.
        assertThat(comparison.onlySecond())
                .extracting(figure -> figure.measure().unit())
                .containsExactly("s");
    }

    @Test
    void showsBothSidesOfEachFigure() {
        assertThat(text(before, after))
                .containsExactly(
                        "A out/a: run before of version 1 on 2 cores of processor, JVM, kernels",
                        "B out/b: run after of version 1 on 2 cores of processor, JVM, kernels",
                        " A B B is",
                        "steps: tiny",
                        " time, ms 100 80.0 1.25 times as good",
                        " tokens, tokens/s 1,000 900 0.90 times as good",
                        " padding, times 2.00 3.00 1.50 times as much",
                        "Only A has:",
                        "steps: mini",
                        " time, ms 7.00",
                        "Only B has:",
                        "steps: mini",
                        " time, s 7.00");
    }

    @Test
    void warnsWhereTheMachinesDiffer() {
        BenchRun elsewhere = run("after", new Machine(4, "processor", "JVM", "others"));

        assertThat(text(before, elsewhere))
                .contains(
                        "The machines differ (cores, kernels): ratios tell of them as much as of"
                                + " the software.");
        assertThat(text(before, after)).noneMatch(line -> line.startsWith("The machines"));
    }

    private static List<String> text(BenchRun first, BenchRun second) {
        return BenchComparison.of(first, second)
                .text("out/a", "out/b")
                .lines()
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }

    private static BenchRun run(String id, Machine machine, Measurement... figures) {
        return new BenchRun(id, Instant.EPOCH, "1", machine, List.of(figures));
    }
}
