package io.github.mtdnn.jobs.demo;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Logistic regression over which words are there, trained by stochastic gradient descent. */
final class BagOfWords {
    private static final double DECAY = 1e-4;

    private final Map<String, Double> weights = new HashMap<>();
    private double bias;

    void learn(Collection<String> words, boolean positive, double rate) {
        double error = (positive ? 1 : 0) - 1 / (1 + Math.exp(-score(words)));
        bias += rate * error;
        for (String word : words) {
            double weight = weights.getOrDefault(word, 0.0);
            weights.put(word, weight + rate * (error - DECAY * weight));
        }
    }

    boolean isPositive(Collection<String> words) {
        return score(words) > 0;
    }

    private double score(Collection<String> words) {
        double score = bias;
        for (String word : words) {
            score += weights.getOrDefault(word, 0.0);
        }
        return score;
    }
}
