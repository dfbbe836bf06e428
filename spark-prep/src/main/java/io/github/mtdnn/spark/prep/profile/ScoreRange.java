package io.github.mtdnn.spark.prep.profile;

import java.io.Serializable;

/** Least, greatest and sum of some scores. */
record ScoreRange(long count, double least, double greatest, double sum) implements Serializable {
    static final ScoreRange NONE =
            new ScoreRange(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);

    ScoreRange add(double score) {
        return add(new ScoreRange(1, score, score, score));
    }

    ScoreRange add(ScoreRange other) {
        return new ScoreRange(
                count + other.count,
                Math.min(least, other.least),
                Math.max(greatest, other.greatest),
                sum + other.sum);
    }

    double mean() {
        return sum / count;
    }
}
