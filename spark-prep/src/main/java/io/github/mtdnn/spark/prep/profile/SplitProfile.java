package io.github.mtdnn.spark.prep.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a prepared split is like; {@link #toString()} is the line for the console.
 *
 * @param statistics all that was measured
 */
public record SplitProfile(String task, String split, List<Statistic> statistics) {
    private static final int LABELS_SHOWN = 6;
    private static final Set<String> LABEL_COUNTS = Set.of(Names.LABEL_ROWS, Names.LABEL_TOKENS);

    public SplitProfile {
        statistics = List.copyOf(statistics);
    }

    /** What is likely to mislead training or scores, a line each; empty where nothing is. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        long leaked = count(Names.LEAKED_ROWS);
        if (leaked > 0) {
            findings.add(finding(leaked, "are in the training split too, text for text"));
        }
        long conflicting = count(Names.CONFLICTING_ROWS);
        if (conflicting > 0) {
            findings.add(
                    finding(conflicting, "have a text that is in the split with other labels"));
        }
        long empty = count(Names.EMPTY_ROWS);
        if (empty > 0) {
            findings.add(finding(empty, "have an empty text"));
        }
        return findings;
    }

    private String finding(long rows, String what) {
        return String.format(
                Locale.ROOT,
                "%s/%s: %,d of %,d examples %s",
                task,
                split,
                rows,
                count(Names.ROWS),
                what);
    }

    /** A statistic that there is only one of; empty where it was not measured. */
    public OptionalDouble value(String name) {
        return statistics.stream()
                .filter(statistic -> statistic.name().equals(name))
                .mapToDouble(Statistic::value)
                .findFirst();
    }

    private long count(String name) {
        return (long) value(name).orElse(0);
    }

    private String quantile(String key) {
        return statistics.stream()
                .filter(s -> s.name().equals(Names.LENGTH_QUANTILE) && s.key().equals(key))
                .map(s -> "%.0f".formatted(s.value()))
                .findFirst()
                .orElse("-");
    }

    @Override
    public String toString() {
        long rows = count(Names.ROWS);
        return String.format(
                Locale.ROOT,
                "%s/%s: %s; %s tokens in the median, %s at most, %.1f %% cut; %,d repeated texts",
                task,
                split,
                labels(rows),
                quantile(Names.MEDIAN),
                quantile(Names.GREATEST),
                rows == 0 ? 0 : 100.0 * count(Names.TRUNCATED_ROWS) / rows,
                count(Names.DUPLICATE_ROWS));
    }

    private String labels(long rows) {
        long labelled = count(Names.LABELLED_ROWS);
        if (labelled == 0) {
            return "no labels";
        }
        if (value(Names.LABEL_MEAN).isPresent()) {
            return String.format(
                    Locale.ROOT,
                    "labels %.3g to %.3g, mean %.3g",
                    value(Names.LABEL_MIN).orElseThrow(),
                    value(Names.LABEL_MAX).orElseThrow(),
                    value(Names.LABEL_MEAN).orElseThrow());
        }
        List<Statistic> labels =
                statistics.stream().filter(s -> LABEL_COUNTS.contains(s.name())).toList();
        double all = labels.stream().mapToDouble(Statistic::value).sum();
        String shown =
                labels.stream()
                        .limit(LABELS_SHOWN)
                        .map(
                                label ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s %.1f %%",
                                                label.key(),
                                                100 * label.value() / all))
                        .collect(Collectors.joining(", "));
        return shown
                + (labels.size() > LABELS_SHOWN ? ", …" : "")
                + (labelled < rows
                        ? String.format(Locale.ROOT, " (%,d without label)", rows - labelled)
                        : "");
    }
}
