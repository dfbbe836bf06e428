package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.Settings.MissingSplits;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import java.util.ArrayList;
import java.util.List;

/** Finds missing raw data before hours are spent on what is there. */
public final class RawDataPresence {
    private RawDataPresence() {}

    /**
     * @throws DataFormatException where splits are missing, with all of them, and {@code
     *     data.missing-splits} does not skip them; and where every split is missing
     */
    public static void require(ExampleReader reader, Settings settings) {
        List<String> missing = new ArrayList<>();
        int splits = 0;
        for (Task task : settings.tasks()) {
            for (SplitSource source : task.sources()) {
                splits++;
                if (!reader.exists(source)) {
                    missing.add(
                            "%s (task %s, split %s)"
                                    .formatted(reader.name(source), task.name(), source.split()));
                }
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        boolean skip = settings.data().missingSplits() == MissingSplits.SKIP;
        if (skip && missing.size() < splits) {
            return;
        }
        throw new DataFormatException(
                "%s %s not there. Put %s there, or correct data.raw = %s%s."
                        .formatted(
                                String.join(", ", missing),
                                missing.size() == 1 ? "is" : "are",
                                missing.size() == 1 ? "it" : "them",
                                settings.data().raw(),
                                skip
                                        ? ""
                                        : ", or set data.missing-splits = skip to go on without"));
    }
}
