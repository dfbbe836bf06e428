package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {
    private static final List<String> LABELS =
            List.of(
                    "O", "B-PER", "I-PER", "E-PER", "S-PER", "B-LOC", "I-LOC", "E-LOC", "S-LOC",
                    "X", "CLS", "SEP");
    private static final EntityTags TAGS = EntityTags.of(LABELS);

    @ParameterizedTest
    @CsvSource({
        "B-PER I-PER O B-LOC, PER 0-1 LOC 3-3", // IOB2
        "I-PER I-PER O I-LOC, PER 0-1 LOC 3-3", // IOB1
        "I-PER I-PER B-PER, PER 0-1 PER 2-2", // IOB1: B parts neighbours
        "B-PER E-PER S-LOC S-LOC, PER 0-1 LOC 2-2 LOC 3-3", // IOBES
        "I-PER E-PER I-PER E-PER, PER 0-1 PER 2-3", // IOE
        "B-PER I-LOC, PER 0-0 LOC 1-1",
        "E-PER E-PER, PER 0-0 PER 1-1",
        "B-PER X SEP I-PER, PER 0-0 PER 3-3",
        "O X CLS SEP, ''",
    })
    void findsEntities(String tags, String entities) {
        assertThat(entities(tags)).isEqualTo(entities);
    }

    @Test
    void findsNothingInAnEmptySentence() {
        assertThat(TAGS.entities(new int[0])).isEmpty();
    }

    @Test
    void judgesTheFirstPieceOfEachWord() {
        int[] labels = indices("CLS B-PER X I-PER O SEP");
        assertThat(TAGS.wordPositions(labels)).containsExactly(1, 3, 4);
        int[] padded = Arrays.copyOf(labels, 9);
        Arrays.fill(padded, 6, 9, EntityTags.IGNORED);
        assertThat(TAGS.wordPositions(padded)).containsExactly(1, 3, 4);
        assertThat(TAGS.wordPositions(new int[0])).isEmpty();
    }

    @Test
    void takesTheLabelledPositionsAsWords() {
        TaggedSentence sentence =
                TaggedSentence.ofPieces(new int[] {-1, 1, -1, 0, -1}, new int[] {5, 2, 7, 3, 9});
        assertThat(sentence.labels()).containsExactly(1, 0);
        assertThat(sentence.predictions()).containsExactly(2, 3);
    }

    @Test
    void refusesALabelThatMarksNoEntity() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityTags.of(List.of("O", "NN")))
                .withMessageContaining("label \"NN\" is neither O nor one of B-, I-, E-, S-")
                .withMessageContaining("accuracy");
    }

    private static String entities(String tags) {
        StringBuilder found = new StringBuilder();
        TAGS.entities(indices(tags))
                .forEach(
                        entity ->
                                found.append(
                                        "%s %d-%d "
                                                .formatted(
                                                        TAGS.types().get(entity.type()),
                                                        entity.first(),
                                                        entity.last())));
        return found.toString().strip();
    }

    private static int[] indices(String tags) {
        return Arrays.stream(tags.split(" ")).mapToInt(LABELS::indexOf).toArray();
    }
}
