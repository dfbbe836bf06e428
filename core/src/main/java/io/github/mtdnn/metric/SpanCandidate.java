package io.github.mtdnn.metric;

/**
 * A possible answer.
 *
 * @param text empty: there is no answer
 * @param score sum of the start and the end logit
 * @param probability softmax of the scores of all candidates kept
 */
public record SpanCandidate(String text, double score, double probability) {}
