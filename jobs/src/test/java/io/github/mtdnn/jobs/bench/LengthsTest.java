package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.data.PackedBatch;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthsTest {
    /** Means of the data sets, as prepare counts them. */
    @ParameterizedTest
    @CsvSource({"mrpc, MRPC, 53.2", "sst-2, SST-2, 13.3", "QNLI, QNLI, 51.1"})
    void drawsTheDistributionOfTheDataSet(String asked, String name, double mean) {
        Lengths lengths = Lengths.named(asked).orElseThrow();

        int[] drawn = IntStream.range(0, Lengths.QUANTILES).map(lengths::of).toArray();

        assertThat(lengths.name()).isEqualTo(name);
        assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(mean, within(0.5));
        assertThat(drawn).isNotEqualTo(Arrays.stream(drawn).sorted().toArray());
        // Each set of draws holds each quantile once, in another order.
        int[] next = IntStream.range(0, Lengths.QUANTILES).map(i -> lengths.of(50L + i)).toArray();
        assertThat(next).isNotEqualTo(drawn).containsExactlyInAnyOrder(drawn);
    }

    @Test
    void takesQuantilesInTheMiddleOfTheirShare() {
        int[] lengths = IntStream.rangeClosed(1, 1000).map(i -> 1001 - i).toArray();

        int[] quantiles = Lengths.quantiles(lengths);

        assertThat(quantiles).hasSize(Lengths.QUANTILES).startsWith(11, 31, 51).endsWith(991);
        assertThat(Lengths.quantiles(new int[] {7})).containsOnly(7);
    }

    @Test
    void makesTheSameBatchOfAPositionEachTime() {
        Lengths lengths = Lengths.qnli();

        PackedBatch batch = lengths.batch(3, 100, 2, 1);

        assertThat(batch.count()).isEqualTo(3);
        assertThat(batch.position()).isEqualTo(1);
        assertThat(batch.tokens()).isEqualTo(lengths.of(3) + lengths.of(4) + lengths.of(5));
        PackedBatch again = lengths.batch(3, 100, 2, 1);
        assertThat(again.inputIds()).isEqualTo(batch.inputIds());
        assertThat(Lengths.fixed(9).batch(2, 100, 2, 0).offsets()).startsWith(0, 9, 18);
    }
}
