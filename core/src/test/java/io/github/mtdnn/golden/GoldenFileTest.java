package io.github.mtdnn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mtdnn.golden.GoldenFile.Precision;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    void measuresAVanishingGradientByTheGreatestOfItsVariant() {
        GoldenFile file =
                file(
                        "{\"float32\": 1e-3, \"exceptions\": {}}",
                        Map.of(
                                "grad/a/key.bias", values(1e-12),
                                "grad/a/key.weight", values(-2.0),
                                "grad/b/key.bias", values(1e-12),
                                "grad/b/key.weight", values(1e-6)));

        file.assertMatches("grad/a/key.bias", 1.9e-5); // 1e-3 of 0.01 of 2
        fails(() -> file.assertMatches("grad/a/key.bias", 2.1e-5));
        fails(() -> file.assertMatches("grad/b/key.bias", 1.1e-12));
    }

    @Test
    void takesTheToleranceOfAnExceptionAndLeavesOutOneWithoutTolerance() {
        String tolerances =
                "{\"float32\": 1e-3, \"exceptions\": {\"out/loose\": 0.5, \"out/none\": null}}";
        Map<String, NpyArray> arrays = Map.of("out/loose", values(1), "out/none", values(1));

        GoldenFile file = file(tolerances, arrays);
        file.assertMatches("out/loose", 1.4);
        file.assertMatches("out/none", 7);
        fails(() -> file.assertMatches("out/loose", 1.6));
        GoldenFile exact = new GoldenFile("test.npz", Precision.FLOAT64, arrays, json(tolerances));
        fails(() -> exact.assertMatches("out/none", 1 + 1e-7));
    }

    @Test
    void namesAnArrayThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> golden.doubles("in/nothing"))
                .withMessage("metrics.npz has no array in/nothing");
    }

    private static GoldenFile file(String tolerances, Map<String, NpyArray> arrays) {
        return new GoldenFile("test.npz", Precision.FLOAT32, arrays, json(tolerances));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static NpyArray values(double... values) {
        return new NpyArray(new int[] {values.length}, values, false);
    }

    private static void fails(ThrowingCallable check) {
        assertThatThrownBy(check).isInstanceOf(AssertionError.class);
    }
}
