package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.config.Settings.IdleWords;
import io.github.mtdnn.config.Settings.OptimizerName;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DivergedException;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.task.TaskType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final NetworkSpec SPEC =
            new NetworkSpec(
                    new EncoderConfig(20, 16, 1, 2, 32, 12, 2, 0.1, 0.1, 0.5, 1e-12),
                    List.of(
                            new HeadSpec("rte", TaskType.CLASSIFICATION, 2, 0.1),
                            new HeadSpec("stsb", TaskType.REGRESSION, 1, 0.1)));

    private final Kernels kernels = KernelsFactory.cpu(1, Precision.FLOAT32);
    private final ParameterLayout layout = new ParameterLayout(SPEC);
    private final Tensor parameters = flat();
    private final Tensor gradients = flat();
    private final Optimizer optimizer =
            new Optimizer(
                    new OptimizerSpec(
                            OptimizerName.ADAMW,
                            0.9,
                            0.999,
                            1e-6,
                            0.01,
                            1,
                            AbsentHeads.LAZY,
                            IdleWords.DEFERRED),
                    layout,
                    kernels,
                    parameters,
                    gradients,
                    flat(),
                    flat());
    private final Trainer trainer =
            new Trainer(new Network(SPEC, kernels, parameters, gradients, 8, 2), optimizer, 2018);

    TrainerTest() {
        kernels.write(new ParameterInitializer(0.5, 1).initialize(layout), 0, parameters);
    }

    @AfterEach
    void close() {
        kernels.close();
    }

    @Test
    void lowersTheLossOfABatchThatItSeesAgain() {
        List<PackedBatch> batch = List.of(batch(0, 0, 0, 1));
        double first = trainer.step(batch, 0, 1e-2).loss();
        double last = first;
        for (int step = 1; step < 30; step++) {
            last = trainer.step(batch, step, 1e-2).loss();
        }
        assertThat(last).isLessThan(first / 2);
    }

    @Test
    void reportsWhatTheStepDid() {
        StepResult result = trainer.step(List.of(batch(0, 0, 0, 1), batch(1, 1, 2.5)), 0, 1e-3);

        assertThat(result.examples()).isEqualTo(3);
        assertThat(result.tokens()).isEqualTo(12);
        assertThat(result.learningRate()).isEqualTo(1e-3);
        assertThat(result.loss()).isPositive();
        assertThat(result.gradNorm()).isPositive();
        assertThat(optimizer.stepCounts()).containsExactly(1, 1, 1);
    }

    @Test
    void leavesHeadsOfAbsentTasksAsTheyAre() {
        float[] before = read(parameters);
        trainer.step(List.of(batch(0, 0, 0, 1)), 0, 1e-2);
        float[] after = read(parameters);

        assertThat(part(after, layout.head(1))).isEqualTo(part(before, layout.head(1)));
        assertThat(part(after, layout.head(0))).isNotEqualTo(part(before, layout.head(0)));
        assertThat(optimizer.stepCounts()).containsExactly(1, 1, 0);
    }

    @Test
    void stopsAtALossThatIsNoNumber() {
        float[] broken = read(parameters);
        broken[(int) layout.block("heads.rte.bias").offset()] = Float.NaN;
        kernels.write(broken, 0, parameters);

        assertThatExceptionOfType(DivergedException.class)
                .isThrownBy(() -> trainer.step(List.of(batch(0, 0, 0, 1)), 17, 1e-3))
                .withMessageContaining("loss is NaN")
                .withMessageContaining("step 17")
                .withMessageContaining("task rte")
                .withMessageContaining("learning rate 0.001")
                .withMessageContaining("Lower optimizer.learning-rate")
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(4));
        assertThat(read(parameters)).isEqualTo(broken);
    }

    @Test
    void stopsAtAGradientThatIsNoNumber() {
        float[] poison = new float[(int) layout.size()];
        poison[3] = Float.POSITIVE_INFINITY;
        kernels.write(poison, 0, gradients);
        float[] before = read(parameters);

        assertThatExceptionOfType(DivergedException.class)
                .isThrownBy(() -> trainer.step(List.of(batch(1, 0, 0.5)), 3, 1e-3))
                .withMessageContaining("norm of the gradient is Infinity")
                .withMessageContaining("task stsb");
        assertThat(read(parameters)).isEqualTo(before);
        assertThat(read(gradients)).containsOnly(0);
    }

    @Test
    void takesStepCountsOfAsManySegmentsOnly() {
        optimizer.setStepCounts(new long[] {5, 3, 2});
        assertThat(optimizer.stepCounts()).containsExactly(5, 3, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.setStepCounts(new long[2]))
                .withMessageContaining("2 step counts for 3 segments");
    }

    private Tensor flat() {
        return kernels.allocate(1, (int) new ParameterLayout(SPEC).size());
    }

    private float[] read(Tensor tensor) {
        float[] values = new float[tensor.rows() * tensor.columns()];
        kernels.read(tensor, values, 0);
        return values;
    }

    private static float[] part(float[] flat, Segment segment) {
        return Arrays.copyOfRange(flat, (int) segment.offset(), (int) segment.end());
    }

    /** Examples of four tokens that begin with other words for other labels. */
    private static PackedBatch batch(int task, long position, double... labels) {
        PackedBatch batch = new PackedBatch();
        batch.clear(task, position);
        for (double label : labels) {
            batch.add(new int[] {2, 5 + (int) (4 * label), 7, 3}, new int[4], 0, 4, label);
        }
        return batch;
    }
}
