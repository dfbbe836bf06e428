package io.github.mtdnn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mtdnn.golden.GoldenFile.Precision;
import org.junit.jupiter.api.Test;

class GoldenFileTest {
    private final GoldenFile golden = GoldenFile.open("metrics.npz", Precision.FLOAT32);

    @Test
    void readsShapesAndValues() {
        int classes = golden.shape("out/three_class/confusion")[0];
        assertThat(golden.ints("out/three_class/confusion")).hasSize(classes * classes);
        assertThat(golden.scalar("out/perfect/accuracy")).isEqualTo(1);
        assertThat(golden.scalar("out/constant_score/pearson")).isNaN();
        assertThat(golden.variants("out/")).contains("binary", "three_class", "smooth");
    }

    @Test
    void allowsADeviationRelativeToTheGreatestEntry() {
        double[] scores = golden.doubles("in/smooth/score");
        double greatest = 0;
        for (double score : scores) {
            greatest = Math.max(greatest, Math.abs(score));
        }
        scores[0] += 0.9e-5 * greatest;
        golden.assertMatches("in/smooth/score", scores);
        scores[0] += 0.2e-5 * greatest;
        assertThatThrownBy(() -> golden.assertMatches("in/smooth/score", scores))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("metrics.npz in/smooth/score entry 0");
    }

    @Test
    void comparesOnlyTheRowsAskedFor() {
        double[] scores = golden.doubles("in/smooth/score");
        boolean[] rows = new boolean[scores.length];
        scores[0] = Double.NaN;
        golden.assertRowsMatch("in/smooth/score", scores, rows);
        rows[0] = true;
        assertThatThrownBy(() -> golden.assertRowsMatch("in/smooth/score", scores, rows))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void wantsNanWhereTheReferenceIsNan() {
        golden.assertMatches("out/constant_score/pearson", Double.NaN);
        assertThatThrownBy(() -> golden.assertMatches("out/constant_score/pearson", 0.0))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void namesAnArrayThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> golden.doubles("in/nothing"))
                .withMessage("metrics.npz has no array in/nothing");
    }
}
