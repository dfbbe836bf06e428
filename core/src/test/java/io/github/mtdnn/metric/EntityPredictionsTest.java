package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.ACCURACY;
import static io.github.mtdnn.task.MetricName.ENTITY_F1;
import static io.github.mtdnn.task.MetricName.ENTITY_F1_PER_SENTENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.task.MetricName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntityPredictionsTest {
    private static final EntityTags TAGS = EntityTags.of(List.of("O", "B-PER", "I-PER", "B-LOC"));

    @Test
    void countsASentenceWithoutEntitiesAsRightWhereNoneIsFound() {
        EntityPredictions predictions =
                EntityPredictions.of(
                        TAGS,
                        List.of(
                                sentence(new int[] {0, 0}, new int[] {0, 0}), // 1
                                sentence(new int[] {0, 0}, new int[] {1, 0}), // 0
                                sentence(new int[] {1, 3}, new int[] {1, 0}))); // 2/3
        assertThat(predictions.value(ENTITY_F1_PER_SENTENCE))
                .isCloseTo((1 + 2.0 / 3) / 3, within(1e-15));
        assertThat(predictions.value(ENTITY_F1)).isEqualTo(0.5);
    }

    @Test
    void judgesAResampleAsIfItsSentencesWereWrittenOut() {
        Random random = new Random(3);
        List<TaggedSentence> sentences = new ArrayList<>();
        for (int s = 0; s < 40; s++) {
            int words = random.nextInt(6);
            sentences.add(
                    sentence(
                            random.ints(words, 0, 4).toArray(),
                            random.ints(words, 0, 4).toArray()));
        }
        int[] timesDrawn = new int[40];
        List<TaggedSentence> drawn = new ArrayList<>();
        for (int s = 0; s < 40; s++) {
            int row = random.nextInt(40);
            timesDrawn[row]++;
            drawn.add(sentences.get(row));
        }
        Measurable resample = EntityPredictions.of(TAGS, sentences).drawn(timesDrawn);
        EntityPredictions writtenOut = EntityPredictions.of(TAGS, drawn);

        for (MetricName metric : writtenOut.kind().metrics()) {
            assertThat(resample.value(metric)).isCloseTo(writtenOut.value(metric), within(1e-12));
        }
    }

    @Test
    void refusesWhatItCannotJudge() {
        EntityPredictions predictions =
                EntityPredictions.of(TAGS, List.of(sentence(new int[1], new int[1])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> predictions.value(ACCURACY))
                .withMessage(
                        "accuracy does not judge entities; these do: entity-f1, entity-precision,"
                                + " entity-recall, entity-f1-per-sentence");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sentence(new int[2], new int[1]))
                .withMessage("2 labels for 1 predictions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityPredictions.of(TAGS, List.of()))
                .withMessage("there are no examples to judge");
    }

    private static TaggedSentence sentence(int[] labels, int[] predictions) {
        return new TaggedSentence(labels, predictions);
    }
}
