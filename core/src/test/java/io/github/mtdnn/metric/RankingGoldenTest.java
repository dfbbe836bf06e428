package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.PRECISION_AT_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.golden.GoldenFile.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingGoldenTest {
    private static final GoldenFile GOLDEN = GoldenFile.open("ranking.npz", Precision.FLOAT64);

    @Test
    void ranksFirstWhatIsPredicted() {
        double[] scores = GOLDEN.doubles("out/logits");
        int[] rightCandidates = GOLDEN.ints("in/label");
        int[] predictions = GOLDEN.ints("out/prediction");
        int size = (int) GOLDEN.scalar("in/pairwise_size");

        List<CandidateGroup> groups = new ArrayList<>();
        double right = 0;
        for (int row = 0; row < scores.length; row += size) {
            double[] relevance = new double[size];
            relevance[rightCandidates[row]] = 1;
            groups.add(new CandidateGroup(relevance, Arrays.copyOfRange(scores, row, row + size)));
            right += predictions[row + rightCandidates[row]];
        }

        assertThat(RankingPredictions.of(groups).value(PRECISION_AT_1))
                .isEqualTo(right / groups.size());
    }
}
