package io.github.mtdnn.spark.train.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mtdnn.schedule.BatchRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepPathTest {
    @Test
    void namesTheRowsOfEachBatch() {
        StepPath path =
                new StepPath(
                        17,
                        List.of(
                                new BatchRef(34, 0, new int[] {5, 7, 9}),
                                new BatchRef(36, 2, new int[] {80, 3})));

        assertThat(path).hasToString("step/17;34:0=5,7,9;36:2=80,3");
    }

    @Test
    void isReadBackFromItsText() {
        StepPath path = StepPath.parse("step/17;34:0=5,7,9;36:2=80,3");

        assertThat(path.step()).isEqualTo(17);
        assertThat(path.batches()).hasSize(2);
        assertThat(path.batches().get(1).position()).isEqualTo(36);
        assertThat(path.batches().get(1).task()).isEqualTo(2);
        assertThat(path.batches().get(1).units()).containsExactly(80, 3);
    }

    @Test
    void refusesThePathOfAFile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepPath.parse("/data/part-00000.parquet"))
                .withMessageContaining("not the path of a training step: /data/part-00000.parquet");
    }
}
