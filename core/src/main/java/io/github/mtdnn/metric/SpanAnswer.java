package io.github.mtdnn.metric;

import java.util.List;

/**
 * The answer to a question and what else it might have been.
 *
 * @param text empty: there is none
 * @param nullMinusBest how much more speaks for no answer than for the best one; NaN where every
 *     question has an answer
 * @param candidates the best, in descending order of score; where none has a text, an empty one of
 *     score 0 stands in front of them
 */
public record SpanAnswer(String text, double nullMinusBest, List<SpanCandidate> candidates) {
    public SpanAnswer {
        candidates = List.copyOf(candidates);
    }
}
