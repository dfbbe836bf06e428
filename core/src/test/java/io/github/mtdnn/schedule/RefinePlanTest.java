package io.github.mtdnn.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mtdnn.schedule.RefinePlan.Shape;
import io.github.mtdnn.schedule.RefinePlan.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefinePlanTest {
    private static final int[] ROWS = {103, 40, 7};

    @Test
    void givesEachRowOfEachTaskOnceAnEpoch() {
        RefinePlan plan = plan(new Shape(8, 1, 2, 3, 2, 0), 1);

        for (int epoch = 0; epoch < 2; epoch++) {
            List<BatchRef> batches = epoch(plan, epoch);
            for (int task = 0; task < ROWS.length; task++) {
                assertThat(rowsOf(batches, task))
                        .containsExactlyInAnyOrder(
                                IntStream.range(0, ROWS[task]).boxed().toArray(Integer[]::new));
            }
        }
    }

    @Test
    void reshufflesRowsAndOrderEveryEpoch() {
        RefinePlan plan = plan(new Shape(8, 1, 2, 3, 2, 0), 1);

        assertThat(rowsOf(epoch(plan, 0), 0)).isNotEqualTo(rowsOf(epoch(plan, 1), 0));
        assertThat(tasksOf(epoch(plan, 0))).isNotEqualTo(tasksOf(epoch(plan, 1)));
    }

    @Test
    void isAFunctionOfSeedAndRoundAlone() {
        Shape shape = new Shape(8, 1, 2, 3, 2, 0);
        RefinePlan forwards = plan(shape, 5);
        List<List<Integer>> inOrder = new ArrayList<>();
        for (int round = 0; round < forwards.rounds(); round++) {
            inOrder.add(allRows(forwards, round));
        }

        RefinePlan backwards = plan(shape, 5);
        for (int round = backwards.rounds() - 1; round >= 0; round--) {
            assertThat(allRows(backwards, round)).isEqualTo(inOrder.get(round));
        }
        assertThat(allRows(plan(shape, 6), 0)).isNotEqualTo(inOrder.get(0));
    }

    @Test
    void dealsBatchesToWorkersInTurnAndEndsRoundsWithTheEpoch() {
        // 13 + 5 + 1 = 19 batches, 2 workers: 10 and 9 steps in rounds of 3.
        RefinePlan plan = plan(new Shape(8, 1, 2, 3, 1, 0), 1);

        assertThat(plan.stepsPerEpoch()).isEqualTo(10);
        assertThat(plan.rounds()).isEqualTo(4);
        assertThat(steps(plan.round(0))).containsExactly(3, 3);
        assertThat(steps(plan.round(3))).containsExactly(1, 0);
        assertThat(plan.round(1).get(1).firstStep()).isEqualTo(3);
        assertThat(plan.round(0).get(0).steps().get(1).get(0).position()).isEqualTo(2);
        assertThat(plan.endsEpoch(2)).isFalse();
        assertThat(plan.endsEpoch(3)).isTrue();
    }

    @Test
    void gathersSeveralBatchesIntoAStep() {
        // 19 batches in steps of 2 for 2 workers: 5 steps, the last with 2 batches and 1.
        RefinePlan plan = plan(new Shape(8, 2, 2, 5, 1, 0), 1);

        assertThat(plan.stepsPerEpoch()).isEqualTo(5);
        List<Share> shares = plan.round(0);
        assertThat(shares.get(0).steps().get(4)).hasSize(2);
        assertThat(shares.get(1).steps().get(4)).hasSize(1);
    }

    @Test
    void stopsAtTheStepLimit() {
        RefinePlan plan = plan(new Shape(8, 1, 2, 3, 5, 14), 1);

        assertThat(plan.totalSteps()).isEqualTo(14);
        assertThat(plan.rounds()).isEqualTo(4 + 2);
        assertThat(steps(plan.round(5))).containsExactly(1, 1);
        assertThat(plan.endsEpoch(5)).isTrue();
    }

    @Test
    void samplesTasksInProportionToTheirBatches() {
        int[] order = TaskMix.proportional().order(new int[] {3, 0, 2}, 9);

        Arrays.sort(order);
        assertThat(order).containsExactly(0, 0, 0, 2, 2);
    }

    @Test
    void refusesARoundThatIsNotInThePlan() {
        RefinePlan plan = plan(new Shape(8, 1, 2, 3, 1, 0), 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.round(4))
                .withMessageContaining("round 4 of 4");
    }

    private static RefinePlan plan(Shape shape, long seed) {
        return new RefinePlan(ROWS, shape, TaskMix.proportional(), seed);
    }

    private static List<BatchRef> epoch(RefinePlan plan, int epoch) {
        List<BatchRef> batches = new ArrayList<>();
        for (int i = 0; i < plan.roundsPerEpoch(); i++) {
            plan.round(epoch * plan.roundsPerEpoch() + i)
                    .forEach(share -> share.steps().forEach(batches::addAll));
        }
        batches.sort((a, b) -> Long.compare(a.position(), b.position()));
        return batches;
    }

    private static List<Integer> allRows(RefinePlan plan, int round) {
        List<Integer> rows = new ArrayList<>();
        for (Share share : plan.round(round)) {
            for (List<BatchRef> step : share.steps()) {
                for (BatchRef batch : step) {
                    rows.add(batch.task());
                    Arrays.stream(batch.units()).forEach(rows::add);
                }
            }
        }
        return rows;
    }

    private static List<Integer> rowsOf(List<BatchRef> batches, int task) {
        return batches.stream()
                .filter(batch -> batch.task() == task)
                .flatMap(batch -> Arrays.stream(batch.units()).boxed())
                .toList();
    }

    private static List<Integer> tasksOf(List<BatchRef> batches) {
        return batches.stream().map(BatchRef::task).toList();
    }

    private static List<Integer> steps(List<Share> shares) {
        return shares.stream().map(share -> share.steps().size()).toList();
    }
}
