package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class RankingTest {
    /** Relevance 0, 2, 0, 1 from the top. */
    private static final Ranking RANKING =
            ranking(new double[] {1, 0, 2, 0}, new double[] {-1, 9, 5, 3});

    @Test
    void averagesThePrecisionDownToEachRelevantCandidate() {
        assertThat(RANKING.averagePrecision()).isEqualTo((1.0 / 2 + 2.0 / 4) / 2);
    }

    @Test
    void takesTheRankOfTheFirstRelevantCandidate() {
        assertThat(RANKING.reciprocalRank()).isEqualTo(0.5);
    }

    @Test
    void countsTheRelevantAmongTheFirst() {
        assertThat(RANKING.recall(1)).isZero();
        assertThat(RANKING.recall(3)).isEqualTo(0.5);
        assertThat(RANKING.recall(10)).isEqualTo(1);
        assertThat(RANKING.precision(1)).isZero();
        assertThat(RANKING.precision(2)).isEqualTo(0.5);
    }

    @Test
    void discountsTheGainOfGradedRelevance() {
        double log2Of3 = Math.log(3) / Math.log(2);
        double log2Of5 = Math.log(5) / Math.log(2);
        double ideal = 3 + 1 / log2Of3;
        assertThat(RANKING.ndcg(4)).isCloseTo((3 / log2Of3 + 1 / log2Of5) / ideal, within(1e-12));
        assertThat(RANKING.ndcg(2)).isCloseTo(3 / log2Of3 / ideal, within(1e-12));
        assertThat(RANKING.ndcg(1)).isZero();
    }

    @Test
    void givesCandidatesOfEqualScoresTheMeanOverTheirOrders() {
        Random random = new Random(8);
        for (int group = 0; group < 60; group++) {
            int size = 1 + random.nextInt(6);
            double[] relevance = random.ints(size, 0, 3).asDoubleStream().toArray();
            relevance[random.nextInt(size)] = 1;
            double[] scores = random.ints(size, 0, 3).asDoubleStream().toArray();
            List<Ranking> orders = orders(relevance, scores);
            Ranking ranking = ranking(relevance, scores);

            isMean(ranking, orders, Ranking::averagePrecision);
            isMean(ranking, orders, Ranking::reciprocalRank);
            isMean(ranking, orders, r -> r.recall(2));
            isMean(ranking, orders, r -> r.precision(1));
            isMean(ranking, orders, r -> r.ndcg(3));
        }
    }

    private static void isMean(
            Ranking ranking, List<Ranking> orders, ToDoubleFunction<Ranking> measure) {
        assertThat(measure.applyAsDouble(ranking))
                .isCloseTo(
                        orders.stream().mapToDouble(measure).average().orElseThrow(),
                        within(1e-12));
    }

    /** Every order of the candidates that the scores allow, a permutation of the whole each. */
    private static List<Ranking> orders(double[] relevance, double[] scores) {
        List<Ranking> orders = new ArrayList<>();
        permute(new int[scores.length], 0, 0, relevance, scores, orders);
        return orders;
    }

    private static void permute(
            int[] places,
            int candidate,
            int taken,
            double[] relevance,
            double[] scores,
            List<Ranking> orders) {
        if (candidate == places.length) {
            double[] apart = new double[scores.length];
            for (int i = 0; i < apart.length; i++) {
                apart[i] = scores[i] - 0.01 * places[i];
            }
            orders.add(ranking(relevance, apart));
            return;
        }
        for (int place = 0; place < places.length; place++) {
            if ((taken & 1 << place) == 0) {
                places[candidate] = place;
                permute(places, candidate + 1, taken | 1 << place, relevance, scores, orders);
            }
        }
    }

    private static Ranking ranking(double[] relevance, double[] scores) {
        return new Ranking(new CandidateGroup(relevance, scores));
    }
}
