package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.TableFormat;
import io.github.mtdnn.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Which raw data of tasks is there, which is missing, and where that is published. */
public final class RawDataListing {
    private final ExampleReader reader;
    private final List<String> lines = new ArrayList<>();
    private int there;
    private int missing;

    private RawDataListing(ExampleReader reader) {
        this.reader = reader;
    }

    /**
     * The listing, line by line: each task, its files or tables, and at the end their numbers.
     *
     * @param rawDirectory {@code data.raw}
     */
    public static List<String> of(SparkSession spark, String rawDirectory, List<Task> tasks) {
        // No text is read, however long.
        RawDataListing listing =
                new RawDataListing(new ExampleReader(spark, rawDirectory, Integer.MAX_VALUE));
        tasks.forEach(listing::add);
        listing.lines.add("%d there, %d missing".formatted(listing.there, listing.missing));
        return listing.lines;
    }

    private void add(Task task) {
        lines.add(task.name());
        // The splits of a task may share a file, as the languages of XNLI do.
        Map<String, SplitSource> byName = new LinkedHashMap<>();
        for (SplitSource source : task.sources()) {
            for (SplitSource part : parts(source)) {
                byName.putIfAbsent(reader.name(part), part);
            }
        }
        byName.forEach(this::add);
    }

    private void add(String name, SplitSource source) {
        if (reader.exists(source)) {
            there++;
            lines.add("  there    " + name);
        } else {
            missing++;
            lines.add(
                    source.url().isEmpty()
                            ? "  missing  " + name
                            : "  missing  %s  (published at %s)".formatted(name, source.url()));
        }
    }

    /** A source for each path, so that each is looked for by itself. */
    private static List<SplitSource> parts(SplitSource source) {
        return source.format() == TableFormat.TABLE
                ? List.of(source)
                : source.paths().stream().map(source::withPath).toList();
    }
}
