package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.config.Settings.IdleWords;
import io.github.mtdnn.config.Settings.OptimizerName;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.task.TaskType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trainings in which words wait for their updates, beside those in which none does. */
class WordUpdatesTest {
    private static final int PIECES = 300;
    private static final int WIDTH = 16;
    private static final NetworkSpec SPEC =
            new NetworkSpec(
                    new EncoderConfig(PIECES, WIDTH, 1, 2, 32, 12, 2, 0.1, 0.1, 0.2, 1e-12),
                    List.of(
                            new HeadSpec("labels", TaskType.CLASSIFICATION, 3, 0.1),
                            new HeadSpec("mlm", TaskType.MASKED_LM, PIECES, 0.1)));
    private static final int LABELS = 0;
    private static final int MASKED_LM = 1;
    private static final int UNUSED = 299;

    @Test
    void giveTheWeightsOfUpdatesInEveryStep() {
        try (Training deferred = new Training(1, IdleWords.DEFERRED, 1000);
                Training dense = new Training(1, IdleWords.DENSE, 1000)) {
            for (int step = 0; step < 120; step++) {
                int task = step % 50 == 49 ? MASKED_LM : LABELS;
                deferred.step(task, step);
                dense.step(task, step);
            }
            deferred.trainer.settle();

            assertClose(deferred.read(deferred.parameters), dense.read(dense.parameters), 1e-4);
            assertClose(deferred.read(deferred.first), dense.read(dense.first), 1e-3);
            assertClose(deferred.read(deferred.second), dense.read(dense.second), 1e-3);
        }
    }

    /** As a share of the largest; training adds to what rounding differs by. */
    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        double largest = 0;
        for (float x : expected) {
            largest = Math.max(largest, Math.abs(x));
        }
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(tolerance * largest));
        }
    }

    @Test
    void waitUntilTheWordIsUsedOrAllAreSettled() {
        try (Training training = new Training(1, IdleWords.DEFERRED, 1000)) {
            training.fillState();
            float[] before = training.word(UNUSED);
            for (int step = 0; step < 5; step++) {
                training.step(LABELS, step);
            }
            assertThat(training.word(UNUSED)).isEqualTo(before);

            training.optimizer.prepareFor(batch(LABELS, 0, new int[] {UNUSED}), false);
            float[] used = training.word(UNUSED);
            training.trainer.settle();

            assertThat(used).isNotEqualTo(before);
            assertThat(training.word(UNUSED)).isEqualTo(used);
        }
    }

    @Test
    void doNotWaitInStepsThatReadAllWords() {
        try (Training training = new Training(1, IdleWords.DEFERRED, 1000)) {
            training.fillState();
            training.step(LABELS, 0);
            float[] before = training.word(UNUSED);
            training.step(MASKED_LM, 1);
            float[] after = training.word(UNUSED);
            training.trainer.settle();

            assertThat(after).isNotEqualTo(before);
            assertThat(training.word(UNUSED)).isEqualTo(after);
        }
    }

    @Test
    void doNotWaitInTheFirstSteps() {
        try (Training training = new Training(1, IdleWords.DEFERRED, 0)) {
            training.fillState();
            float[] before = training.word(UNUSED);
            training.step(LABELS, 0);
            assertThat(training.word(UNUSED)).isNotEqualTo(before);
        }
    }

    @Test
    void giveTheSameBitsOnTwoThreads() {
        try (Training one = new Training(1, IdleWords.DEFERRED, 1000);
                Training two = new Training(2, IdleWords.DEFERRED, 1000)) {
            for (int step = 0; step < 30; step++) {
                one.step(LABELS, step);
                two.step(LABELS, step);
            }
            one.trainer.settle();
            two.trainer.settle();
            assertThat(two.read(two.parameters)).isEqualTo(one.read(one.parameters));
            assertThat(two.read(two.second)).isEqualTo(one.read(one.second));
        }
    }

    /** Longer than steps are kept. Those that are taken one by one round each time. */
    @Test
    void doNotWaitForever() {
        try (Training deferred = new Training(1, IdleWords.DEFERRED, 1000);
                Training dense = new Training(1, IdleWords.DENSE, 1000)) {
            deferred.fillState();
            dense.fillState();
            PackedBatch batch = batch(LABELS, 0, new int[] {7, 8});
            for (int step = 0; step < 1030; step++) {
                deferred.trainer.step(List.of(batch), step, 1e-4);
                dense.trainer.step(List.of(batch), step, 1e-4);
            }
            deferred.trainer.settle();
            float[] expected = dense.word(UNUSED);
            float[] actual = deferred.word(UNUSED);
            for (int i = 0; i < WIDTH; i++) {
                assertThat(actual[i])
                        .isCloseTo(expected[i], within(1030 * 1e-7f * Math.abs(expected[i])));
            }
        }
    }

    @Test
    void areNotReachedByABatchThatDoesNotFit() {
        try (Training training = new Training(1, IdleWords.DEFERRED, 1000)) {
            PackedBatch batch = batch(LABELS, 0, new int[] {PIECES});
            assertThatExceptionOfType(DataFormatException.class)
                    .isThrownBy(() -> training.trainer.step(List.of(batch), 0, 1e-3))
                    .withMessageContaining("has the token id 300");
        }
    }

    private static PackedBatch batch(int task, int step, int[] ids) {
        PackedBatch batch = new PackedBatch();
        batch.clear(task, step);
        int[] masked = new int[ids.length];
        Arrays.fill(masked, EncodedExample.NO_LABEL);
        masked[0] = 5;
        batch.add(
                new EncodedExample("u", ids, new int[ids.length], step % 2)
                        .withTokenLabels(masked));
        return batch;
    }

    /** A network in training, whose optimiser has made so many steps. */
    private static final class Training implements AutoCloseable {
        private final Kernels kernels;
        private final ParameterLayout layout = new ParameterLayout(SPEC);
        private final Tensor parameters;
        private final Tensor first;
        private final Tensor second;
        private final Optimizer optimizer;
        private final Trainer trainer;

        private Training(int threads, IdleWords idleWords, long stepsMade) {
            kernels = KernelsFactory.cpu(threads, Precision.FLOAT32);
            parameters = flat();
            first = flat();
            second = flat();
            Tensor gradients = flat();
            kernels.write(new ParameterInitializer(0.2, 1).initialize(layout), 0, parameters);
            optimizer =
                    new Optimizer(
                            new OptimizerSpec(
                                    OptimizerName.ADAMW,
                                    0.9,
                                    0.999,
                                    1e-6,
                                    0.01,
                                    1,
                                    AbsentHeads.LAZY,
                                    idleWords),
                            layout,
                            kernels,
                            parameters,
                            gradients,
                            first,
                            second);
            optimizer.setStepCounts(new long[] {stepsMade, stepsMade, stepsMade});
            trainer =
                    new Trainer(
                            new Network(SPEC, kernels, parameters, gradients, 8, 2), optimizer, 1);
        }

        /** As if all words had had gradients before. */
        private void fillState() {
            kernels.fill(first, 1e-3f);
            kernels.fill(second, 1e-5f);
        }

        /** A step on two batches, of few words each and never of the last. */
        private void step(int task, int step) {
            Random random = new Random(step);
            trainer.step(
                    List.of(
                            batch(task, step, random.ints(6, 0, UNUSED).toArray()),
                            batch(task, step + 1, random.ints(4, 0, UNUSED).toArray())),
                    step,
                    1e-3);
        }

        private float[] word(int id) {
            ParameterBlock block = layout.block(ParameterNames.WORD_EMBEDDINGS);
            int from = (int) block.offset() + id * WIDTH;
            return Arrays.copyOfRange(read(parameters), from, from + WIDTH);
        }

        private Tensor flat() {
            return kernels.allocate(1, (int) layout.size());
        }

        private float[] read(Tensor tensor) {
            float[] values = new float[(int) layout.size()];
            kernels.read(tensor, values, 0);
            return values;
        }

        @Override
        public void close() {
            kernels.close();
        }
    }
}
