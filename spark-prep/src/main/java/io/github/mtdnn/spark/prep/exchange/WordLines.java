package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.WordsExample;

/** {@code uid}, the list of tags and the list of words. Lists are Python's. */
final class WordLines extends ExampleLines<WordsExample> {
    private final CanonicalLabels labels;

    WordLines(CanonicalLabels labels) {
        super(WordsExample.class);
        this.labels = labels;
    }

    @Override
    String line(WordsExample example) {
        return new TableLine()
                .add(example, "uid", example.uid())
                .add(example, "tags", labels.tags(example))
                .add(example, "words", PythonLiteral.list(example.words()))
                .toString();
    }
}
