package io.github.mtdnn.metric;

/**
 * Candidates of one group, any number of them, ranked by their scores.
 *
 * @param relevance of each candidate, at least 0; 0: not relevant
 * @param scores of each candidate, the highest is ranked first
 */
public record CandidateGroup(double[] relevance, double[] scores) {
    public CandidateGroup {
        Lengths.requireSame(relevance.length, scores.length);
        for (int i = 0; i < scores.length; i++) {
            if (!(relevance[i] >= 0) || !Double.isFinite(relevance[i]) || Double.isNaN(scores[i])) {
                throw new IllegalArgumentException(
                        "relevance %s or score %s of candidate %d: there is no negative relevance,"
                                        .formatted(relevance[i], scores[i], i)
                                + " and both are numbers");
            }
        }
    }

    CandidateGroup withEqualScores() {
        return new CandidateGroup(relevance, new double[scores.length]);
    }
}
