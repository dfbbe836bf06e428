package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.List;
import java.util.Optional;

/**
 * Groups of candidates ranked by score. Each measure is a mean over the groups that have a relevant
 * candidate; the others say nothing about an order, and without any the measures are NaN. A
 * resample draws groups.
 */
public final class RankingPredictions extends UnitSums {
    private static final List<MetricName> MEASURES = PredictionKind.RANKINGS.metrics();
    private static final int GROUPS = MEASURES.size(); // behind the measures

    private final List<CandidateGroup> groups;

    private RankingPredictions(List<CandidateGroup> groups) {
        super(groups, RankingPredictions::sums);
        this.groups = groups;
    }

    /** Takes the groups with all their candidates. */
    public static RankingPredictions of(List<CandidateGroup> groups) {
        return new RankingPredictions(List.copyOf(groups));
    }

    private static double[] sums(CandidateGroup group) {
        double[] sums = new double[GROUPS + 1];
        Ranking ranking = new Ranking(group);
        if (ranking.hasRelevant()) {
            for (int i = 0; i < GROUPS; i++) {
                sums[i] = measure(MEASURES.get(i), ranking);
            }
            sums[GROUPS] = 1;
        }
        return sums;
    }

    private static double measure(MetricName metric, Ranking ranking) {
        return switch (metric) {
            case MAP -> ranking.averagePrecision();
            case MRR -> ranking.reciprocalRank();
            case NDCG -> ranking.ndcg(Integer.MAX_VALUE);
            case NDCG_AT_10 -> ranking.ndcg(10);
            case PRECISION_AT_1 -> ranking.precision(1);
            case RECALL_AT_1 -> ranking.recall(1);
            case RECALL_AT_5 -> ranking.recall(5);
            case RECALL_AT_10 -> ranking.recall(10);
            default -> throw PredictionKind.RANKINGS.refusal(metric);
        };
    }

    @Override
    public PredictionKind kind() {
        return PredictionKind.RANKINGS;
    }

    /** One score for all candidates, which is the mean over all orders. */
    @Override
    public Measurable baseline() {
        return of(groups.stream().map(CandidateGroup::withEqualScores).toList());
    }

    @Override
    double value(MetricName metric, double[] sums) {
        int measure = MEASURES.indexOf(metric);
        if (measure < 0) {
            throw kind().refusal(metric);
        }
        return sums[measure] / sums[GROUPS];
    }

    /** Whether the first candidate is relevant; none where ties leave open which is first. */
    @Override
    public Optional<boolean[]> rightUnits(MetricName metric) {
        return metric == MetricName.PRECISION_AT_1
                ? unitsWithOne(MEASURES.indexOf(metric))
                : Optional.empty();
    }
}
