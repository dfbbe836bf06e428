package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.CandidatesExample;
import java.util.List;
import java.util.stream.IntStream;

/** Candidates that stand in one row. Candidate {@code k} has the identifier {@code uid#k}. */
final class CandidateLines extends ExampleLines<CandidatesExample> {
    private final CanonicalLabels labels;

    CandidateLines(CanonicalLabels labels) {
        super(CandidatesExample.class);
        this.labels = labels;
    }

    @Override
    String line(CandidatesExample example) {
        List<String> relevance = labels.of(example);
        return RankedText.line(
                example.uid(),
                example.premise(),
                IntStream.range(0, relevance.size())
                        .mapToObj(
                                k ->
                                        new RankedText(
                                                example,
                                                example.uid() + "#" + k,
                                                relevance.get(k),
                                                example.candidates().get(k)))
                        .toList());
    }
}
