package io.github.mtdnn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.config.Settings.AbsentHeads;
import io.github.mtdnn.config.Settings.IdleWords;
import io.github.mtdnn.config.Settings.OptimizerName;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.jobs.bench.PeerLibrary;
import io.github.mtdnn.jobs.bench.PeerNetwork;
import io.github.mtdnn.jobs.bench.StepSpec;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.model.EncoderConfig;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.model.Network;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.Optimizer;
import io.github.mtdnn.model.OptimizerSpec;
import io.github.mtdnn.model.ParameterLayout;
import io.github.mtdnn.model.Trainer;
import io.github.mtdnn.task.TaskType;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Holds libtorch's network to ours, on the same weights and without dropout. */
class LibtorchTest {
    private static final String MISSING =
            "libtorch is not on the class path; mvn -P peers runs this test";
    private static final int VOCABULARY = 50;
    private static final int CLASSES = 2;
    private static final int STEPS = 3;
    private static final List<Integer> RAGGED = List.of(7, 12, 3, 9);
    private static final List<Integer> EQUAL = List.of(8, 8, 8);

    @Test
    void isFound() {
        assertThat(ServiceLoader.load(PeerLibrary.class)).hasExactlyElementsOfTypes(Libtorch.class);
    }

    @Test
    void saysHowToGetWhatIsMissing() {
        assumeFalse(Libtorch.isThere(), "libtorch is on the class path");
        assertThatThrownBy(new Libtorch()::requireUsable)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("./mtdnn bench --peer");
    }

    @Test
    void hasItsVersionInItsName() {
        assumeTrue(Libtorch.isThere(), MISSING);
        assertThat(new Libtorch().name()).matches("libtorch \\d+\\.\\d+\\.\\d+");
    }

    @Test
    void infersOurLogits() {
        assumeTrue(Libtorch.isThere(), MISSING);
        assertSameLogits(0, Precision.FLOAT32, 1e-4f);
    }

    /** Also the gradients and the update are those of ours, with and without weight decay. */
    @Test
    void infersOurLogitsAfterOurTrainingSteps() {
        assumeTrue(Libtorch.isThere(), MISSING);
        assertSameLogits(STEPS, Precision.FLOAT32, 1e-3f);
        PackedBatch batch = batch(EQUAL);
        assertThat(ourLogits(spec(), STEPS, batch)[0])
                .isNotCloseTo(ourLogits(spec(), 0, batch)[0], within(0.1f));
    }

    @Test
    void roundsTheFactorsOfProductsToBf16() {
        assumeTrue(Libtorch.isThere(), MISSING);
        assertSameLogits(0, Precision.BF16, 0.1f);
        StepSpec spec = spec();
        PackedBatch batch = batch(EQUAL);
        assertThat(libtorchLogits(spec, 0, batch, Precision.BF16))
                .isNotEqualTo(libtorchLogits(spec, 0, batch, Precision.FLOAT32));
    }

    /** Would show dropout that is left out, or is not drawn anew. */
    @Test
    void dropsOutInTraining() {
        assumeTrue(Libtorch.isThere(), MISSING);
        StepSpec spec = spec(0.5);
        PackedBatch batch = batch(EQUAL);
        assertThat(libtorchLogits(spec, 1, batch, Precision.FLOAT32))
                .isNotEqualTo(libtorchLogits(spec, 1, batch, Precision.FLOAT32));
        assertThat(libtorchLogits(spec, 0, batch, Precision.FLOAT32))
                .isEqualTo(libtorchLogits(spec, 0, batch, Precision.FLOAT32));
    }

    private static void assertSameLogits(int steps, Precision precision, float tolerance) {
        StepSpec spec = spec();
        for (List<Integer> lengths : List.of(EQUAL, RAGGED)) {
            PackedBatch batch = batch(lengths);
            float[] theirs = libtorchLogits(spec, steps, batch, precision);
            float[] ours = ourLogits(spec, steps, batch);
            for (int i = 0; i < ours.length; i++) {
                assertThat(theirs[i]).isCloseTo(ours[i], within(tolerance));
            }
            assertThat(spread(ours))
                    .as("logits that tell one example from another")
                    .isGreaterThan(1);
        }
    }

    private static double spread(float[] values) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        return greatest - least;
    }

    private static float[] libtorchLogits(
            StepSpec spec, int steps, PackedBatch batch, Precision precision) {
        float[] logits = new float[batch.count() * CLASSES];
        try (PeerNetwork network = new Libtorch().open(spec, precision, 1)) {
            for (int i = 0; i < steps; i++) {
                network.train(batch);
            }
            network.infer(batch, logits);
        }
        return logits;
    }

    private static float[] ourLogits(StepSpec spec, int steps, PackedBatch batch) {
        float[] logits = new float[batch.count() * CLASSES];
        try (Kernels kernels = KernelsFactory.auto(1, Precision.FLOAT32)) {
            ParameterLayout layout = new ParameterLayout(spec.network());
            int size = Math.toIntExact(layout.size());
            Tensor parameters = kernels.allocate(1, size);
            kernels.write(spec.parameters(), 0, parameters);
            Tensor gradients = kernels.allocate(1, size);
            Network network =
                    new Network(
                            spec.network(),
                            kernels,
                            parameters,
                            gradients,
                            batch.tokens(),
                            batch.count());
            Trainer trainer =
                    new Trainer(
                            network,
                            new Optimizer(
                                    spec.optimizer(),
                                    layout,
                                    kernels,
                                    parameters,
                                    gradients,
                                    kernels.allocate(1, size),
                                    kernels.allocate(1, size)),
                            1);
            for (int i = 0; i < steps; i++) {
                trainer.step(List.of(batch), i, spec.learningRate());
            }
            network.infer(batch, logits);
        }
        return logits;
    }

    private static StepSpec spec() {
        return spec(0);
    }

    /** Weights and biases are large, so that each has its part in the logits. */
    private static StepSpec spec(double dropoutProb) {
        NetworkSpec network =
                new NetworkSpec(
                        EncoderConfig.preset(2, 128, VOCABULARY)
                                .withDropout(dropoutProb, dropoutProb),
                        List.of(
                                new HeadSpec(
                                        "peer", TaskType.CLASSIFICATION, CLASSES, dropoutProb)));
        OptimizerSpec optimizer =
                new OptimizerSpec(
                        OptimizerName.ADAMW,
                        0.9,
                        0.99,
                        1e-3,
                        0.5,
                        0,
                        AbsentHeads.DENSE,
                        IdleWords.DENSE);
        float[] parameters = new float[Math.toIntExact(new ParameterLayout(network).size())];
        Random random = new Random(5);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (0.4 * random.nextGaussian());
        }
        return new StepSpec(network, optimizer, 0.003, parameters);
    }

    private static PackedBatch batch(List<Integer> lengths) {
        Random random = new Random(6);
        PackedBatch batch = new PackedBatch();
        batch.clear(0);
        for (int length : lengths) {
            batch.add(
                    random.ints(length, 0, VOCABULARY).toArray(),
                    random.ints(length, 0, 2).toArray(),
                    0,
                    length,
                    random.nextInt(CLASSES));
        }
        return batch;
    }
}
