package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.config.Settings.IdleWords;
import io.github.mtdnn.config.Settings.OptimizerName;
import io.github.mtdnn.config.Settings.ScheduleName;
import io.github.mtdnn.golden.GoldenFile;
import io.github.mtdnn.golden.GoldenFile.Precision;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.ParameterLayout.ParameterShape;
import io.github.mtdnn.schedule.LearningRateSchedule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerGoldenTest {
    private static final double RATE = 0.01;

    private final GoldenFile golden = GoldenFile.open("optimizers.npz", Precision.FLOAT32);
    private final int steps = golden.shape("in/grad_w")[0];
    private final int[] shape = golden.shape("in/w0");

    static Stream<Arguments> trajectories() {
        return Arrays.stream(KernelsUnderTest.values())
                .flatMap(
                        kernels ->
                                Stream.of(
                                        Arguments.of(kernels, "adamw", OptimizerName.ADAMW, 1e-8),
                                        Arguments.of(
                                                kernels, "adamaxw", OptimizerName.ADAMAX, 1e-8),
                                        Arguments.of(
                                                kernels,
                                                "adamax_mtdnn",
                                                OptimizerName.ADAMAX_CLASSIC,
                                                1e-6)));
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void followsTheTrajectory(
            KernelsUnderTest kernels, String variant, OptimizerName name, double epsilon) {
        double[] rates = new double[steps];
        Arrays.fill(rates, RATE);
        assertTrajectoryMatches(kernels, variant, name, epsilon, rates);
    }

    static Stream<KernelsUnderTest> kernels() {
        return Arrays.stream(KernelsUnderTest.values());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void followsALinearSchedule(KernelsUnderTest kernels) {
        LearningRateSchedule schedule = new LearningRateSchedule(ScheduleName.LINEAR, 3.0 / steps);
        double[] rates = new double[steps];
        for (int step = 0; step < steps; step++) {
            rates[step] = RATE * schedule.factor(step, steps);
        }
        golden.assertMatches("out/lr_linear", rates);
        assertTrajectoryMatches(kernels, "adamw_linear", OptimizerName.ADAMW, 1e-8, rates);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void followsGivenRatesFromTheFirstStepAtZero(KernelsUnderTest kernels) {
        double[] rates = golden.doubles("out/lr_warmup");
        assertTrajectoryMatches(
                kernels, "adamax_mtdnn_warmup", OptimizerName.ADAMAX_CLASSIC, 1e-6, rates);
    }

    @Test
    void clippedGradientsOfTheFileAreTheFactorAsComputed() {
        double[] norms = golden.doubles("out/grad_norm");
        double[] raw = golden.doubles("in/grad_w");
        double[] clipped = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            clipped[i] =
                    raw[i]
                            * spec(OptimizerName.ADAMW, 1e-8)
                                    .gradientScale(norms[i / (raw.length / steps)]);
        }
        golden.assertMatches("out/clipped_w", clipped);
    }

    private void assertTrajectoryMatches(
            KernelsUnderTest choice,
            String variant,
            OptimizerName name,
            double epsilon,
            double[] rates) {
        ParameterLayout layout =
                new ParameterLayout(
                        List.of(
                                List.of(
                                        ParameterShape.matrix("w", shape[0], shape[1]),
                                        ParameterShape.vector("b", golden.shape("in/b0")[0]))));
        ParameterBlock w = layout.block("w");
        ParameterBlock b = layout.block("b");
        float[] rawW = golden.floats("in/grad_w");
        float[] rawB = golden.floats("in/grad_b");
        float[] computedW = new float[rawW.length];
        float[] computedB = new float[rawB.length];
        double[] norms = new double[steps];
        try (Kernels kernels = choice.open()) {
            int size = (int) layout.size();
            Tensor parameters = kernels.allocate(1, size);
            Tensor gradients = kernels.allocate(1, size);
            float[] flat = new float[size];
            put(golden.floats("in/w0"), 0, flat, w);
            put(golden.floats("in/b0"), 0, flat, b);
            kernels.write(flat, 0, parameters);
            Optimizer optimizer =
                    new Optimizer(
                            spec(name, epsilon),
                            layout,
                            kernels,
                            parameters,
                            gradients,
                            kernels.allocate(1, size),
                            kernels.allocate(1, size));
            for (int step = 0; step < steps; step++) {
                put(rawW, step, flat, w);
                put(rawB, step, flat, b);
                kernels.write(flat, 0, gradients);
                norms[step] = optimizer.clipAndStep(new BitSet(), rates[step]);
                kernels.read(parameters, flat, 0);
                take(flat, w, computedW, step);
                take(flat, b, computedB, step);
            }
            assertThat(optimizer.stepCounts()).containsExactly(steps);
            kernels.read(gradients, flat, 0);
            assertThat(flat).containsOnly(0);
        }
        golden.assertMatches("out/grad_norm", norms);
        golden.assertMatches("out/" + variant + "/w", computedW);
        golden.assertMatches("out/" + variant + "/b", computedB);
    }

    private static OptimizerSpec spec(OptimizerName name, double epsilon) {
        return new OptimizerSpec(
                name, 0.9, 0.999, epsilon, 0.01, 1.0, AbsentHeads.LAZY, IdleWords.DENSE);
    }

    private static void put(float[] steps, int step, float[] flat, ParameterBlock block) {
        int size = (int) block.size();
        System.arraycopy(steps, step * size, flat, (int) block.offset(), size);
    }

    private static void take(float[] flat, ParameterBlock block, float[] steps, int step) {
        int size = (int) block.size();
        System.arraycopy(flat, (int) block.offset(), steps, step * size, size);
    }
}
