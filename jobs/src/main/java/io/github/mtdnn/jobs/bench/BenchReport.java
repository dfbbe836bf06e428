package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.config.Settings.KernelSettings;
import io.github.mtdnn.spark.train.Progress;
import io.github.mtdnn.spark.train.container.WorkerKernels;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;

/** Where the benchmarks hand in their figures: they are printed as they come, and kept. */
public final class BenchReport {
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String PART = "    ";

    private final Progress progress;
    private final Instant started = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final Set<String> kernelsInUse = new LinkedHashSet<>();
    private final List<Measurement> measurements = new ArrayList<>();

    public BenchReport(Progress progress) {
        this.progress = progress;
    }

    /** Prints what is no figure. */
    void line(String format, Object... arguments) {
        progress.line(format, arguments);
    }

    /** Notes what the kernels in use say of themselves. */
    void kernels(String description) {
        if (kernelsInUse.add(description)) {
            line("%s", description);
        }
    }

    /** Notes what workers compute with. */
    void workers(JavaSparkContext spark, KernelSettings settings) {
        WorkerKernels.describe(spark, settings).forEach(this::kernels);
    }

    /** Figures of one case, at least one, which go on one line. */
    void add(Measurement... figures) {
        add(List.of(figures));
    }

    /** As {@link #add(Measurement...)}. */
    void add(List<Measurement> figures) {
        addLine("%-52s".formatted(figures.get(0).of()), figures);
    }

    /**
     * Figures of a part of the case that was handed in last, on a line below it.
     *
     * @param name of the part
     */
    void addPart(String name, List<Measurement> figures) {
        addLine(PART + "%-24s".formatted(name), figures);
    }

    private void addLine(String title, List<Measurement> figures) {
        line(
                "%s%s",
                title,
                figures.stream()
                        .map(
                                figure ->
                                        String.format(
                                                Locale.ROOT,
                                                " %9s %s",
                                                figure.value(),
                                                figure.measure().label()))
                        .collect(Collectors.joining()));
        measurements.addAll(figures);
    }

    /** Keeps figures without a line of their own. */
    void keep(List<Measurement> figures) {
        measurements.addAll(figures);
    }

    /**
     * Everything that was handed in.
     *
     * @param version of this software
     */
    public BenchRun run(String version) {
        return new BenchRun(
                RUN_ID.format(started),
                started,
                version,
                Machine.here(String.join("; ", kernelsInUse)),
                measurements);
    }
}
