package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Precision;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.task.TaskType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final NetworkSpec SPEC =
            new NetworkSpec(
                    new EncoderConfig(50, 16, 2, 2, 32, 12, 2, 0.1, 0.1, 0.5, 1e-12),
                    List.of(
                            new HeadSpec("rte", TaskType.CLASSIFICATION, 2, 0.1),
                            new HeadSpec("stsb", TaskType.REGRESSION, 1, 0.1)));

    private final Kernels kernels = KernelsFactory.cpu(1, Precision.FLOAT32);
    private final ParameterLayout layout = new ParameterLayout(SPEC);
    private final Tensor parameters = kernels.allocate(1, (int) layout.size());
    private final Tensor gradients = kernels.allocate(1, (int) layout.size());
    private final Network network = new Network(SPEC, kernels, parameters, gradients, 16, 4);

    NetworkTest() {
        kernels.write(new ParameterInitializer(0.5, 1).initialize(layout), 0, parameters);
    }

    @AfterEach
    void close() {
        kernels.close();
    }

    @Test
    void givesAnExampleTheSameLogitsAloneAndAmongOthers() {
        PackedBatch together = batch(0, 5, 12, 1);
        float[] logits = infer(together);
        for (int b = 0; b < together.count(); b++) {
            PackedBatch alone = new PackedBatch();
            alone.clear(0);
            int from = together.offsets()[b];
            int length = together.offsets()[b + 1] - from;
            alone.add(together.inputIds(), together.tokenTypeIds(), from, length, 0);
            float[] own = infer(alone);
            assertThat(own[0]).isCloseTo(logits[2 * b], within(1e-5f));
            assertThat(own[1]).isCloseTo(logits[2 * b + 1], within(1e-5f));
        }
    }

    @Test
    void takesABatchLargerThanItWasMadeFor() {
        PackedBatch small = batch(0, 3);
        float[] before = infer(small);
        assertThat(infer(batch(0, 12, 12, 12, 12, 12))).hasSize(10);
        assertThat(infer(small)).isEqualTo(before);
    }

    @Test
    void dropsTheSameForTheSameStepAndOtherwiseForAnother() {
        PackedBatch batch = batch(0, 5, 7);
        double loss = network.lossAndGradient(batch, 1, 4, 1);
        float[] gradient = read(gradients);
        kernels.fill(gradients, 0);

        assertThat(network.lossAndGradient(batch, 1, 4, 1)).isEqualTo(loss);
        assertThat(read(gradients)).isEqualTo(gradient);
        assertThat(network.lossAndGradient(batch, 1, 5, 1)).isNotEqualTo(loss);
        assertThat(network.lossAndGradient(batch, 2, 4, 1)).isNotEqualTo(loss);
    }

    @Test
    void leavesTheGradientOfOtherHeadsAlone() {
        network.lossAndGradient(batch(1, 5, 7), 1, 0, 1);
        float[] gradient = read(gradients);
        assertThat(GoldenNetwork.numbers(gradient, layout.block("heads.rte.weight")))
                .containsOnly(0);
        assertThat(GoldenNetwork.numbers(gradient, layout.block("heads.stsb.weight")))
                .doesNotContain(0);
    }

    @Test
    void refusesATokenThatTheEncoderDoesNotKnow() {
        PackedBatch batch = new PackedBatch();
        batch.clear(1);
        batch.add(new int[] {2, 50, 3}, new int[3], 0, 3, 0);
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> network.infer(batch, new float[1]))
                .withMessageContaining("Task stsb")
                .withMessageContaining("token id 50")
                .withMessageContaining("vocab_size = 50")
                .withMessageContaining("Prepare the data again");
    }

    @Test
    void refusesAnExampleLongerThanItsPositions() {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> network.infer(batch(0, 3, 13), new float[4]))
                .withMessageContaining("Task rte")
                .withMessageContaining("13 tokens")
                .withMessageContaining("max_position_embeddings = 12");
    }

    @Test
    void refusesABatchWithoutExamples() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.infer(batch(0), new float[0]))
                .withMessageContaining("without examples");
    }

    @Test
    void refusesToTrainWithoutGradients() {
        Network forInference = Network.forInference(SPEC, kernels, parameters, 3);
        assertThatIllegalStateException()
                .isThrownBy(() -> forInference.lossAndGradient(batch(0, 3), 1, 1, 1))
                .withMessageContaining("inference");
    }

    @Test
    void refusesParametersOfAnotherNetwork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.forInference(SPEC, kernels, kernels.allocate(1, 7), 3))
                .withMessageContaining("vector of 7")
                .withMessageContaining(Long.toString(layout.size()));
    }

    private float[] infer(PackedBatch batch) {
        float[] logits = new float[batch.count() * SPEC.heads().get(batch.task()).numClasses()];
        network.infer(batch, logits);
        return logits;
    }

    private float[] read(Tensor tensor) {
        float[] values = new float[tensor.rows() * tensor.columns()];
        kernels.read(tensor, values, 0);
        return values;
    }

    private static PackedBatch batch(int task, int... lengths) {
        Random random = new Random(lengths.length);
        PackedBatch batch = new PackedBatch();
        batch.clear(task);
        for (int length : lengths) {
            int[] ids = random.ints(length, 0, 50).toArray();
            int[] types = random.ints(length, 0, 2).toArray();
            batch.add(ids, types, 0, length, random.nextInt(2));
        }
        return batch;
    }
}
