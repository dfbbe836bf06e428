package io.github.mtdnn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PackedBatchTest {
    private static final int NONE = EncodedExample.NO_LABEL;

    private final PackedBatch batch = new PackedBatch();

    @Test
    void groupsTheExamplesOfOneName() {
        batch.clear(0);
        for (String group : new String[] {"q1", "q1", "q2", "q3", "q3"}) {
            batch.add(example(2).inGroup(group));
        }
        assertThat(batch.groups()).isEqualTo(3);
        assertThat(leading(batch.groupOffsets(), 4)).containsExactly(0, 2, 3, 5);

        batch.add(example(2).inGroup("q3"));
        assertThat(leading(batch.groupOffsets(), 4)).containsExactly(0, 2, 3, 6);
    }

    @Test
    void hasNoGroupsUnlessToldSo() {
        batch.clear(0);
        batch.add(example(2));
        assertThat(batch.groups()).isZero();
    }

    @Test
    void marksTokensWithoutALabel() {
        batch.clear(0);
        batch.add(example(2));
        batch.add(example(3).withTokenLabels(new int[] {NONE, 4, 5}));
        batch.add(example(1));
        assertThat(leading(batch.tokenLabels(), 6)).containsExactly(NONE, NONE, NONE, 4, 5, NONE);
    }

    @Test
    void letsEveryTokenBeAnAnswerUnlessToldOtherwise() {
        batch.clear(0);
        batch.add(example(2));
        batch.add(example(3).withSpan(span(0, 2, 0, -1, 2)));
        assertThat(leading(batch.answerMask(), 5)).containsExactly(1, 1, 1, 0, 1);
        assertThat(leading(batch.spanStarts(), 2)).containsExactly(EncodedExample.NO_SPAN, 0);
        assertThat(leading(batch.spanEnds(), 2)).containsExactly(EncodedExample.NO_SPAN, 2);
    }

    @Test
    void forgetsEverythingWhenCleared() {
        batch.clear(0);
        batch.add(
                example(2)
                        .inGroup("q")
                        .withTokenLabels(new int[] {1, 2})
                        .withSpan(span(1, 1, -1, 1)));
        batch.clear(0);
        batch.add(example(2));
        assertThat(batch.groups()).isZero();
        assertThat(leading(batch.tokenLabels(), 2)).containsOnly(NONE);
        assertThat(leading(batch.answerMask(), 2)).containsOnly(1);
        assertThat(batch.spanStarts()[0]).isEqualTo(EncodedExample.NO_SPAN);
    }

    @Test
    void keepsItsMemoryFromBatchToBatch() {
        batch.clear(0);
        batch.add(example(5).withTokenLabels(new int[5]));
        int[] labels = batch.tokenLabels();
        batch.clear(0);
        batch.add(example(4).withTokenLabels(new int[4]));
        assertThat(batch.tokenLabels()).isSameAs(labels);
    }

    /** An answer over tokens of which those that begin at character -1 are not of the text. */
    private static EncodedExample.Span span(int first, int last, int... firstChars) {
        return new EncodedExample.Span(first, last, firstChars, firstChars);
    }

    private static EncodedExample example(int length) {
        return new EncodedExample("u", new int[length], new int[length], Double.NaN);
    }

    private static int[] leading(int[] values, int count) {
        return Arrays.copyOf(values, count);
    }
}
