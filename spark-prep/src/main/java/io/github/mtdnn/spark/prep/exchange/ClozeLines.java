package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.CandidatesExample;

/**
 * {@code uid}, the lists of choices, of answers and of each candidate's label, {@code premise}, and
 * a column for each candidate. Lists are Python's.
 */
final class ClozeLines extends ExampleLines<CandidatesExample> {
    private final CanonicalLabels labels;

    ClozeLines(CanonicalLabels labels) {
        super(CandidatesExample.class);
        this.labels = labels;
    }

    @Override
    String line(CandidatesExample example) {
        TableLine line =
                new TableLine()
                        .add(example, "uid", example.uid())
                        .add(example, "choices", PythonLiteral.list(example.choices()))
                        .add(example, "answers", PythonLiteral.list(example.answers()))
                        .add(example, "labels", labels.numbers(example))
                        .add(example, "premise", example.premise());
        example.candidates().forEach(candidate -> line.add(example, "candidate", candidate));
        return line.toString();
    }
}
