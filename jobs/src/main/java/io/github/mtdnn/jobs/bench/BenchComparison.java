package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.jobs.bench.Measure.Better;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of two runs side by side.
 *
 * @param pairs what both have measured, in the order of the first
 * @param onlyFirst what the second has not measured
 * @param onlySecond what the first has not measured
 */
public record BenchComparison(
        BenchRun first,
        BenchRun second,
        List<Pair> pairs,
        List<Measurement> onlyFirst,
        List<Measurement> onlySecond) {

    /** One figure in both runs. */
    record Pair(Measurement first, Measurement second) {
        /**
         * How many times as good the second is, above 1 if it is better; of what is better neither
         * way how many times as much.
         */
        double ratio() {
            double a = first.samples().median();
            double b = second.samples().median();
            return first.measure().better() == Better.LOWER ? a / b : b / a;
        }
    }

    /** What figures have in common that are the same in two runs. */
    private record Key(BenchCase of, String measure, String unit) {
        private static Key of(Measurement figure) {
            return new Key(figure.of(), figure.measure().name(), figure.measure().unit());
        }
    }

    public static BenchComparison of(BenchRun first, BenchRun second) {
        Map<Key, Measurement> left = new LinkedHashMap<>();
        second.measurements().forEach(figure -> left.put(Key.of(figure), figure));
        List<Pair> pairs = new ArrayList<>();
        List<Measurement> onlyFirst = new ArrayList<>();
        for (Measurement figure : first.measurements()) {
            Measurement other = left.remove(Key.of(figure));
            if (other == null) {
                onlyFirst.add(figure);
            } else {
                pairs.add(new Pair(figure, other));
            }
        }
        return new BenchComparison(first, second, pairs, onlyFirst, List.copyOf(left.values()));
    }

    /**
     * For the console: the machines, then a line for each figure below its case.
     *
     * @param firstName of the first run
     */
    public String text(String firstName, String secondName) {
        List<String> lines = new ArrayList<>();
        lines.add("A  " + describe(firstName, first));
        lines.add("B  " + describe(secondName, second));
        List<String> differences = first.machine().differencesTo(second.machine());
        if (!differences.isEmpty()) {
            lines.add(
                    "The machines differ (%s): ratios tell of them as much as of the software."
                            .formatted(String.join(", ", differences)));
        }
        lines.add("%-46s %14s %14s  %s".formatted("", "A", "B", "B is"));
        BenchCase last = null;
        for (Pair pair : pairs) {
            addCase(pair.first(), last, lines);
            last = pair.first().of();
            lines.add(line(pair));
        }
        addOnly("A", onlyFirst, lines);
        addOnly("B", onlySecond, lines);
        return String.join(System.lineSeparator(), lines);
    }

    private static String describe(String name, BenchRun run) {
        return "%s: run %s of version %s on %s"
                .formatted(name, run.id(), run.version(), run.machine());
    }

    private static void addCase(Measurement figure, BenchCase last, List<String> lines) {
        if (!figure.of().equals(last)) {
            lines.add("%s: %s".formatted(figure.of().benchmark(), figure.of()));
        }
    }

    private static String line(Pair pair) {
        Measure measure = pair.first().measure();
        return String.format(
                Locale.ROOT,
                "    %-42s %14s %14s  %s",
                measure.name() + ", " + measure.unit(),
                pair.first().value(),
                pair.second().value(),
                verdict(pair));
    }

    private static String verdict(Pair pair) {
        return String.format(
                Locale.ROOT,
                pair.first().measure().better() == Better.NEITHER
                        ? "%.2f times as much"
                        : "%.2f times as good",
                pair.ratio());
    }

    private static void addOnly(String name, List<Measurement> figures, List<String> lines) {
        if (figures.isEmpty()) {
            return;
        }
        lines.add("Only %s has:".formatted(name));
        BenchCase last = null;
        for (Measurement figure : figures) {
            addCase(figure, last, lines);
            last = figure.of();
            lines.add(
                    "    %-42s %14s"
                            .formatted(
                                    figure.measure().name() + ", " + figure.measure().unit(),
                                    figure.value()));
        }
    }
}
