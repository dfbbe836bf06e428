package io.github.mtdnn.task;

import java.util.List;

/**
 * A premise and the texts among which one is to be chosen.
 *
 * @param candidates in their order, at least two
 * @param choices what each candidate stands for, such as the name that it was filled in with; the
 *     candidate itself where nothing else is told
 * @param answers the right choices, each as good as the others; empty where they are not known, or
 *     the label alone tells
 * @param label number of the right candidate, from 0, or its choice, or the relevance of each,
 *     separated by commas; empty where it is not known, or the answers tell
 */
public record CandidatesExample(
        String uid,
        String premise,
        List<String> candidates,
        List<String> choices,
        List<String> answers,
        String label)
        implements Example {
    public CandidatesExample {
        candidates = List.copyOf(candidates);
        choices = List.copyOf(choices);
        answers = List.copyOf(answers);
    }

    /** Candidates that stand for themselves, of which the label tells which is right. */
    public CandidatesExample(String uid, String premise, List<String> candidates, String label) {
        this(uid, premise, candidates, candidates, List.of(), label);
    }

    @Override
    public CandidatesExample withUid(String other) {
        return new CandidatesExample(other, premise, candidates, choices, answers, label);
    }
}
