package io.github.mtdnn.metric;

import java.util.List;

/**
 * How good the answer to one question is.
 *
 * @param hasAnswer whether the question can be answered
 * @param exactMatch whether the answer is one of the right ones
 * @param f1 of its words, the best over the right answers, in [0, 1]
 */
public record AnswerScore(boolean hasAnswer, boolean exactMatch, double f1) {
    /**
     * Scores an answer by the rules of SQuAD, which ReCoRD has taken over.
     *
     * @param answer empty where the question is said to have none
     * @param rightAnswers empty where the question has none
     */
    public static AnswerScore of(String answer, List<String> rightAnswers) {
        AnswerText given = new AnswerText(answer);
        List<AnswerText> right =
                (rightAnswers.isEmpty() ? List.of("") : rightAnswers)
                        .stream().map(AnswerText::new).toList();
        return new AnswerScore(
                !rightAnswers.isEmpty(),
                right.stream().anyMatch(given::matches),
                right.stream().mapToDouble(given::f1).max().orElseThrow());
    }

    /** A question for which there is no prediction at all, not even that it has no answer. */
    public static AnswerScore missing(List<String> rightAnswers) {
        return new AnswerScore(!rightAnswers.isEmpty(), false, 0);
    }
}
