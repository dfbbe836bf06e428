package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.task.TaskType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterInitializerTest {
    private static final HeadSpec MNLI = new HeadSpec("mnli", TaskType.CLASSIFICATION, 3, 0.1);
    private static final HeadSpec STSB = new HeadSpec("stsb", TaskType.REGRESSION, 1, 0.1);

    private final ParameterInitializer initializer = new ParameterInitializer(0.02, 2018);

    @Test
    void drawsMatricesFromTheNormalDistribution() {
        ParameterLayout layout = layout(MNLI);
        float[] flat = initializer.initialize(layout);
        float[] words =
                GoldenNetwork.numbers(flat, layout.block("bert.embeddings.word_embeddings.weight"));
        double mean = 0;
        double square = 0;
        int withinOneDeviation = 0;
        for (float value : words) {
            mean += value / (double) words.length;
            square += (double) value * value / words.length;
            withinOneDeviation += Math.abs(value) < 0.02 ? 1 : 0;
        }
        assertThat(mean).isCloseTo(0, within(2e-4));
        assertThat(Math.sqrt(square)).isCloseTo(0.02, within(2e-4));
        assertThat(withinOneDeviation / (double) words.length).isCloseTo(0.6827, within(0.01));
    }

    @Test
    void beginsVectorsAtZeroAndGainsAtOne() {
        ParameterLayout layout = layout(MNLI);
        float[] flat = initializer.initialize(layout);
        for (ParameterBlock block : layout.blocks()) {
            float[] numbers = GoldenNetwork.numbers(flat, block);
            if (block.name().endsWith("LayerNorm.weight")) {
                assertThat(numbers).as(block.name()).containsOnly(1);
            } else if (block.name().endsWith("bias")) {
                assertThat(numbers).as(block.name()).containsOnly(0);
            } else {
                assertThat(numbers).as(block.name()).doesNotContain(0);
            }
        }
    }

    @Test
    void givesAHeadTheSameNumbersWhateverStandsBesideIt() {
        ParameterLayout alone = layout(MNLI);
        ParameterLayout second = layout(STSB, MNLI);
        assertThat(head(initializer, second, "heads.mnli.weight"))
                .isEqualTo(head(initializer, alone, "heads.mnli.weight"));
    }

    @Test
    void givesOtherNumbersForAnotherSeedOrName() {
        ParameterLayout layout = layout(MNLI);
        String query = "bert.encoder.layer.0.attention.self.query.weight";
        String key = "bert.encoder.layer.0.attention.self.key.weight";
        float[] numbers = head(initializer, layout, query);
        assertThat(head(new ParameterInitializer(0.02, 2019), layout, query)).isNotEqualTo(numbers);
        assertThat(head(initializer, layout, key)).isNotEqualTo(numbers);
    }

    /** Recorded, so that a change which would make other weights of a seed is noticed. */
    @Test
    void drawsTheNumbersOfItsSeed() {
        float[] numbers = head(initializer, layout(MNLI), "heads.mnli.weight");
        assertThat(List.of(numbers[0], numbers[1], numbers[2])).isEqualTo(RECORDED);
    }

    private static final List<Float> RECORDED = List.of(0.009096092f, -0.038857512f, 0.0109955305f);

    private static float[] head(
            ParameterInitializer initializer, ParameterLayout layout, String name) {
        return GoldenNetwork.numbers(initializer.initialize(layout), layout.block(name));
    }

    private static ParameterLayout layout(HeadSpec... heads) {
        return new ParameterLayout(
                new NetworkSpec(EncoderConfig.preset(1, 64, 1000), List.of(heads)));
    }
}
