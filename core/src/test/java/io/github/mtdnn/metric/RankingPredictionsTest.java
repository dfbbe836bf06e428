package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.MAP;
import static io.github.mtdnn.task.MetricName.MRR;
import static io.github.mtdnn.task.MetricName.NDCG;
import static io.github.mtdnn.task.MetricName.PRECISION_AT_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingPredictionsTest {
    private static final CandidateGroup RIGHT = group(new double[] {0, 1}, 1, 2);
    private static final CandidateGroup SECOND = group(new double[] {0, 1, 0}, 3, 2, 1);
    private static final CandidateGroup NONE_RELEVANT = group(new double[] {0, 0, 0}, 3, 2, 1);

    @Test
    void averagesOverGroupsOfAnySize() {
        assertThat(RankingPredictions.of(List.of(RIGHT, SECOND)).value(MRR)).isEqualTo(0.75);
    }

    @Test
    void leavesOutGroupsWithoutARelevantCandidate() {
        RankingPredictions some = RankingPredictions.of(List.of(RIGHT, SECOND, NONE_RELEVANT));
        assertThat(some.value(MAP)).isEqualTo(0.75);
        RankingPredictions none = RankingPredictions.of(List.of(NONE_RELEVANT));
        assertThat(none.value(NDCG)).isNaN();
    }

    @Test
    void reachesOneInEveryMeasureWhereTheRelevantCandidateIsFirst() {
        RankingPredictions perfect = RankingPredictions.of(List.of(RIGHT, RIGHT));
        for (MetricName metric : PredictionKind.RANKINGS.metrics()) {
            assertThat(perfect.value(metric)).as(metric.configName()).isEqualTo(1);
        }
    }

    @Test
    void knowsWhichGroupsAreRightUnlessTiesLeaveItOpen() {
        assertThat(RankingPredictions.of(List.of(RIGHT, SECOND)).rightUnits(PRECISION_AT_1))
                .hasValueSatisfying(right -> assertThat(right).containsExactly(true, false));
        CandidateGroup tied = group(new double[] {0, 1}, 5, 5);
        assertThat(RankingPredictions.of(List.of(RIGHT, tied)).rightUnits(PRECISION_AT_1))
                .isEmpty();
    }

    @Test
    void refusesWhatItCannotRank() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group(new double[] {0, -1}, 1, 2))
                .withMessageContaining("relevance -1.0 or score 2.0 of candidate 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group(new double[] {0, 1}, 1, Double.NaN))
                .withMessageContaining("score NaN of candidate 1");
    }

    private static CandidateGroup group(double[] relevance, double... scores) {
        return new CandidateGroup(relevance, scores);
    }
}
