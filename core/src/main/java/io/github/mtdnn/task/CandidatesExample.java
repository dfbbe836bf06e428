package io.github.mtdnn.task;

import java.util.List;

/**
 * A premise and the texts among which one is to be chosen.
 *
 * @param candidates in their order, at least two
 * @param label number of the right candidate, from 0, or its text, or the relevance of each,
 *     separated by commas; empty where it is not known
 */
public record CandidatesExample(String uid, String premise, List<String> candidates, String label)
        implements Example {
    public CandidatesExample {
        candidates = List.copyOf(candidates);
    }

    @Override
    public CandidatesExample withUid(String other) {
        return new CandidatesExample(other, premise, candidates, label);
    }
}
