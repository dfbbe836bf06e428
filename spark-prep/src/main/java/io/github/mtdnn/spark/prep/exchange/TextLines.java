package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.TextExample;

/** {@code uid, label, premise}, and for pairs {@code hypothesis}. */
final class TextLines extends ExampleLines<TextExample> {
    private final CanonicalLabels labels;
    private final boolean pairs;

    TextLines(CanonicalLabels labels, boolean pairs) {
        super(TextExample.class);
        this.labels = labels;
        this.pairs = pairs;
    }

    @Override
    String line(TextExample example) {
        TableLine line =
                new TableLine()
                        .add(example, "uid", example.uid())
                        .add(example, "label", labels.of(example.label()))
                        .add(example, "premise", example.premise());
        if (pairs) {
            line.add(example, "hypothesis", example.hypothesis());
        }
        return line.toString();
    }
}
