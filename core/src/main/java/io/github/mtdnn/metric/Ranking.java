package io.github.mtdnn.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The candidates of one group in descending order of their scores. Candidates of equal scores have
 * no order: each measure is its mean over all their orders, computed exactly (McSherry and Najork
 * 2008, "Computing information retrieval performance measures efficiently in the presence of tied
 * scores"), so that it does not depend on the order in which the candidates came.
 */
final class Ranking {
    private final Tie[] ties; // in descending order of their scores
    private final double relevant;
    private final double[] relevance;

    Ranking(CandidateGroup group) {
        SortedMap<Double, Tie> byScore = new TreeMap<>(Comparator.reverseOrder());
        double relevant = 0;
        for (int i = 0; i < group.scores().length; i++) {
            Tie tie =
                    byScore.computeIfAbsent(group.scores()[i] + 0.0, score -> new Tie()); // -0 = 0
            tie.add(group.relevance()[i]);
            relevant += group.relevance()[i] > 0 ? 1 : 0;
        }
        this.ties = byScore.values().toArray(Tie[]::new);
        this.relevant = relevant;
        this.relevance = group.relevance();
    }

    boolean hasRelevant() {
        return relevant > 0;
    }

    /** Mean over the relevant candidates of the share of relevant ones down to each. */
    double averagePrecision() {
        double sum = 0;
        int above = 0;
        int relevantAbove = 0;
        for (Tie tie : ties) {
            for (int i = 0; i < tie.size; i++) {
                // Given that the one here is relevant, so many of the i above it in the tie are.
                double relevantInTie = i == 0 ? 0 : i * (tie.relevant - 1.0) / (tie.size - 1.0);
                double precision = (relevantAbove + relevantInTie + 1) / (above + i + 1);
                sum += tie.shareRelevant() * precision;
            }
            above += tie.size;
            relevantAbove += tie.relevant;
        }
        return sum / relevant;
    }

    /** 1 / rank of the first relevant candidate. */
    double reciprocalRank() {
        int above = 0;
        for (Tie tie : ties) {
            if (tie.relevant > 0) {
                return reciprocalRank(tie, above);
            }
            above += tie.size;
        }
        return 0;
    }

    private static double reciprocalRank(Tie tie, int above) {
        double sum = 0;
        double noneBefore = 1; // probability that the first i of the tie are not relevant
        for (int i = 0; noneBefore > 0; i++) {
            double left = tie.size - i;
            sum += noneBefore * (tie.relevant / left) / (above + i + 1);
            noneBefore *= (left - tie.relevant) / left;
        }
        return sum;
    }

    /** Share of the relevant candidates among the first k. */
    double recall(int k) {
        return relevantAmongFirst(k) / relevant;
    }

    /** Share of relevant candidates among the first k. */
    double precision(int k) {
        return relevantAmongFirst(k) / k;
    }

    private double relevantAmongFirst(int k) {
        double sum = 0;
        int left = k;
        for (Tie tie : ties) {
            sum += Math.min(left, tie.size) * tie.shareRelevant();
            left -= Math.min(left, tie.size);
        }
        return sum;
    }

    /**
     * Discounted cumulative gain of the first k, as a share of the greatest possible (Järvelin and
     * Kekäläinen 2002; gain and discount as in Burges et al. 2005):
     *
     * <pre>
     *   DCG = Σ (2^relevance - 1) / log₂(rank + 1)
     * </pre>
     */
    double ndcg(int k) {
        double sum = 0;
        int rank = 1;
        for (Tie tie : ties) {
            for (int i = 0; i < tie.size && rank <= k; i++) {
                sum += tie.gain / tie.size * discount(rank++);
            }
        }
        return sum / idealDcg(k);
    }

    private double idealDcg(int k) {
        double[] ascending = relevance.clone();
        Arrays.sort(ascending);
        double sum = 0;
        for (int rank = 1; rank <= Math.min(k, ascending.length); rank++) {
            sum += gain(ascending[ascending.length - rank]) * discount(rank);
        }
        return sum;
    }

    private static double gain(double relevance) {
        return Math.pow(2, relevance) - 1;
    }

    private static double discount(int rank) {
        return Math.log(2) / Math.log(rank + 1.0);
    }

    /** Candidates of one score. */
    private static final class Tie {
        private int size;
        private int relevant;
        private double gain; // of all together

        private void add(double relevance) {
            size++;
            relevant += relevance > 0 ? 1 : 0;
            gain += gain(relevance);
        }

        private double shareRelevant() {
            return (double) relevant / size;
        }
    }
}
