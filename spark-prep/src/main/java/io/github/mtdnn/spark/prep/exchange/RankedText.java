package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.spark.prep.exchange.TableLine.Part;
import io.github.mtdnn.task.Example;
import java.util.List;

/**
 * A candidate of a premise, on its way to a line of several.
 *
 * @param of the example that it is, or is of
 * @param label how good it is, as the table spells it
 */
record RankedText(Example of, String uid, String label, String text) {

    /**
     * The line of a premise and its candidates: {@code uid}, the identifiers and labels of the
     * candidates, {@code premise}, and a column for each candidate.
     *
     * @param candidates at least one
     * @throws UnwritableExample where a text cannot stand there
     */
    static String line(String uid, String premise, List<RankedText> candidates) {
        Example first = candidates.get(0).of();
        TableLine line =
                new TableLine()
                        .add(first, "uid", uid)
                        .addJoined(
                                "uid", candidates.stream().map(c -> new Part(c.of, c.uid)).toList())
                        .addJoined(
                                "label",
                                candidates.stream().map(c -> new Part(c.of, c.label)).toList())
                        .add(first, "premise", premise);
        candidates.forEach(c -> line.add(c.of, "candidate", c.text));
        return line.toString();
    }
}
