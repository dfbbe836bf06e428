package io.github.mtdnn.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SegmentAverageTest {
    /** Two shared parameters, one of task 0's head, one of task 1's. */
    private static final long[] ENDS = {2, 3, 4};

    private static final float[][] CHUNKS = {{1, 1, 1, 1}, {4, 4, 4, 4}};

    @Test
    void weighsTheSharedPartByAllExamplesAndHeadsByThoseOfTheirTask() {
        SegmentAverage average = new SegmentAverage(ENDS, false);

        float[] mean = average.average(0, CHUNKS, new long[][] {{1, 1}, {0, 1}});

        assertThat(mean).containsExactly(2f, 2f, 1f, 2.5f);
    }

    @Test
    void averagesTheHeadOfATaskThatNobodySawLikeTheSharedPart() {
        SegmentAverage average = new SegmentAverage(ENDS, false);

        float[] mean = average.average(0, CHUNKS, new long[][] {{2, 0}, {1, 0}});

        assertThat(mean).containsExactly(2f, 2f, 2f, 2f);
    }

    @Test
    void weighsHeadsByAllExamplesWhereEveryStepMovesThem() {
        SegmentAverage average = new SegmentAverage(ENDS, true);

        assertThat(average.average(0, CHUNKS, new long[][] {{2, 0}, {0, 1}}))
                .containsExactly(2f, 2f, 2f, 2f);
    }

    @Test
    void repeatsTheLayoutForOptimiserState() {
        SegmentAverage average = new SegmentAverage(ENDS, false);

        // Elements 3, 4, 5, 6 of the state: task 1's head, then shared, shared, task 0's head.
        float[] mean = average.average(3, CHUNKS, new long[][] {{1, 0}, {0, 3}});

        assertThat(mean).containsExactly(4f, 3.25f, 3.25f, 1f);
    }

    @Test
    void refusesARoundWithoutExamples() {
        SegmentAverage average = new SegmentAverage(ENDS, false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> average.average(0, CHUNKS, new long[][] {{0, 0}, {0, 0}}))
                .withMessageContaining("no worker has a weight above 0");
    }
}
