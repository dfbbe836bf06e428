package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mtdnn.task.TaskType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
    private final EncoderConfig config = EncoderConfig.preset(2, 128, 30522);
    private final ParameterLayout layout =
            new ParameterLayout(
                    new NetworkSpec(
                            config,
                            List.of(
                                    new HeadSpec("mnli", TaskType.CLASSIFICATION, 3, 0.1),
                                    new HeadSpec("stsb", TaskType.REGRESSION, 1, 0.1))));

    @Test
    void hasTheParametersOfAPublishedBert() {
        // google/bert_uncased_L-2_H-128_A-2 has 4 385 920 parameters, pooler included.
        assertThat(layout.shared()).isEqualTo(new Segment(0, 4_385_920));
        assertThat(layout.block("bert.embeddings.word_embeddings.weight").shape())
                .containsExactly(30522, 128);
        assertThat(layout.block("bert.encoder.layer.1.intermediate.dense.weight").shape())
                .containsExactly(512, 128);
        assertThat(layout.block("bert.encoder.layer.1.output.LayerNorm.bias").shape())
                .containsExactly(128);
        assertThat(layout.block("heads.stsb.weight").shape()).containsExactly(1, 128);
    }

    @Test
    void givesEachHeadASegmentOfItsOwn() {
        assertThat(layout.head(0)).isEqualTo(new Segment(4_385_920, 3 * 128 + 3));
        assertThat(layout.head(1)).isEqualTo(new Segment(layout.head(0).end(), 128 + 1));
        assertThat(layout.size()).isEqualTo(layout.head(1).end());
        assertThat(layout.blocks(layout.head(1)))
                .extracting(ParameterBlock::name)
                .containsExactly("heads.stsb.weight", "heads.stsb.bias");
    }

    @Test
    void tiesTheDecoderOfMaskedLmToTheWordEmbeddings() {
        ParameterLayout maskedLm =
                new ParameterLayout(
                        new NetworkSpec(
                                config,
                                List.of(
                                        new HeadSpec("mlm", TaskType.MASKED_LM, 30522, 0),
                                        new HeadSpec(
                                                "plain",
                                                TaskType.MASKED_LM,
                                                HeadForm.MTDNN,
                                                30522,
                                                0))));
        assertThat(maskedLm.blocks(maskedLm.head(0)))
                .extracting(ParameterBlock::name)
                .containsExactlyInAnyOrder(
                        "heads.mlm.predictions.transform.dense.weight",
                        "heads.mlm.predictions.transform.dense.bias",
                        "heads.mlm.predictions.transform.LayerNorm.weight",
                        "heads.mlm.predictions.transform.LayerNorm.bias",
                        "heads.mlm.predictions.bias",
                        "heads.mlm.seq_relationship.weight",
                        "heads.mlm.seq_relationship.bias");
        assertThat(maskedLm.head(1).length()).isEqualTo(2 * 128 + 2);
    }

    @Test
    void coversTheVectorWithoutGaps() {
        long end = 0;
        for (ParameterBlock block : layout.blocks()) {
            assertThat(block.offset()).as(block.name()).isEqualTo(end);
            end = block.end();
        }
        assertThat(end).isEqualTo(layout.size());
    }

    @Test
    void decaysMatricesOnly() {
        assertThat(layout.blocks())
                .allMatch(
                        block ->
                                block.decays()
                                        == !(block.name().endsWith("bias")
                                                || block.name().contains("LayerNorm")));
    }

    @Test
    void namesAParameterThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layout.block("heads.rte.weight"))
                .withMessageContaining("heads.rte.weight");
    }
}
