package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.ACCURACY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TagPredictionsTest {
    private static final TagPredictions PREDICTIONS =
            TagPredictions.of(
                    List.of(
                            new TaggedSentence(new int[] {0, 1, 2}, new int[] {0, 1, 1}),
                            new TaggedSentence(new int[] {2}, new int[] {2})));

    @Test
    void countsWordsOfAllSentencesAlike() {
        assertThat(PREDICTIONS.value(ACCURACY)).isEqualTo(0.75);
    }

    @Test
    void drawsWholeSentences() {
        assertThat(PREDICTIONS.drawn(new int[] {2, 0}).value(ACCURACY)).isEqualTo(4.0 / 6);
    }

    @Test
    void hasAsBaselineTheMostFrequentTag() {
        assertThat(PREDICTIONS.baseline().value(ACCURACY)).isEqualTo(0.5);
    }
}
