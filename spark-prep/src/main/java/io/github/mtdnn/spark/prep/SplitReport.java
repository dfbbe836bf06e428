package io.github.mtdnn.spark.prep;

import io.github.mtdnn.data.Manifest;
import java.util.Locale;

/**
 * What was done about one split; {@link #toString()} is the line for the console.
 *
 * @param source the raw data, as messages name it
 * @param rows examples; 0 where the raw data is missing
 * @param tokens tokens of all examples, specials included
 * @param truncatedRows examples that were longer than {@code data.max-seq-length} and have been cut
 * @param soundRows rows of raw data that are examples
 * @param takenRows how many of them are in the sample, see {@code sample} of a split; all where
 *     there is none
 * @param leftOutRows rows of raw data that are no examples, as the task's definition asks
 * @param badRows rows of raw data that were set aside, see {@code data.on-bad-row}
 * @param shards Parquet files
 */
public record SplitReport(
        String task,
        String split,
        Outcome outcome,
        String source,
        long rows,
        long tokens,
        long truncatedRows,
        long soundRows,
        long takenRows,
        long leftOutRows,
        long badRows,
        int shards) {

    /** What was done. */
    public enum Outcome {
        /** Encoded anew. */
        WRITTEN,
        /** What is there already is what would have been written. */
        UNCHANGED,
        /** The raw data is not there, and {@code data.missing-splits} allows that. */
        MISSING
    }

    static SplitReport missing(String task, String split, String source) {
        return new SplitReport(task, split, Outcome.MISSING, source, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static SplitReport of(
            Manifest manifest, Outcome outcome, String source, RawSplit raw, long taken) {
        return new SplitReport(
                manifest.task(),
                manifest.split(),
                outcome,
                source,
                manifest.rows(),
                manifest.tokens(),
                manifest.truncatedRows(),
                raw.rows(),
                taken,
                raw.leftOutRows(),
                raw.badRows(),
                manifest.shards().size());
    }

    /** Share of the examples that have been cut, from 0 to 1. */
    public double truncatedShare() {
        return rows == 0 ? 0 : (double) truncatedRows / rows;
    }

    @Override
    public String toString() {
        String name = task + "/" + split;
        if (outcome == Outcome.MISSING) {
            return "%s: left out, %s is not there".formatted(name, source);
        }
        return String.format(
                Locale.ROOT,
                "%s: %s%,d examples, %,d tokens, %.1f %% cut, %,d rows left out%s%s",
                name,
                outcome == Outcome.UNCHANGED ? "unchanged, " : "",
                rows,
                tokens,
                100 * truncatedShare(),
                leftOutRows,
                takenRows == soundRows
                        ? ""
                        : String.format(
                                Locale.ROOT, ", sample of %,d of %,d rows", takenRows, soundRows),
                badRows == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,d bad rows set aside", badRows));
    }
}
