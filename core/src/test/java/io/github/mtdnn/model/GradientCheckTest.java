package io.github.mtdnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.task.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds every backward pass against differences of its forward pass, with dropout on, over
 * sequences of mixed lengths.
 *
 * <p>Along a direction u, the derivative Σ u ∘ gradient has to equal the difference quotient of the
 * loss. u is the computed gradient itself plus a random vector, so an error in any entry shows. The
 * quotient takes four points, so that steps can be long enough for float32.
 */
class GradientCheckTest {
    private static final EncoderConfig CONFIG =
            new EncoderConfig(13, 8, 2, 2, 12, 9, 2, 0.2, 0.15, 0.02, 1e-12);
    private static final NetworkSpec SPEC =
            new NetworkSpec(
                    CONFIG,
                    List.of(
                            new HeadSpec("class", TaskType.CLASSIFICATION, 3, 0.3),
                            new HeadSpec("score", TaskType.REGRESSION, 1, 0.3),
                            new HeadSpec("rank", TaskType.RANKING, 1, 0.3),
                            new HeadSpec("span", TaskType.SPAN, 2, 0.3),
                            new HeadSpec("tags", TaskType.SEQUENCE_LABELING, 4, 0.3),
                            new HeadSpec("mlm", TaskType.MASKED_LM, 13, 0.3),
                            new HeadSpec("plain", TaskType.MASKED_LM, HeadForm.MTDNN, 13, 0.3)));
    private static final int NONE = EncodedExample.NO_LABEL;
    private static final int[] LENGTHS = {5, 1, 7, 2};
    private static final int LAYER = 1;
    private static final String ATTENTION = ParameterNames.layer(LAYER) + ".attention";
    private static final DropoutKey KEY = DropoutKey.of(3, 5);
    private static final double DISTANCE = 0.003;

    private final Random random = new Random(11);

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofEmbeddings(KernelsUnderTest choice) {
        try (Bench bench = new Bench(choice)) {
            Embeddings embeddings =
                    new Embeddings(bench.kernels, CONFIG, bench.weights.embeddings());
            Embeddings.Step step = bench.work.embeddings();
            bench.check(
                    under(ParameterNames.EMBEDDINGS),
                    () -> embeddings.forward(bench.batch, KEY, step),
                    grad ->
                            embeddings.backward(
                                    bench.batch,
                                    grad,
                                    KEY,
                                    step,
                                    bench.training.scratch().sumGrad(),
                                    bench.grads.embeddings()));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofSelfAttention(KernelsUnderTest choice) {
        try (Bench bench = new Bench(choice)) {
            SelfAttention attention =
                    new SelfAttention(bench.kernels, CONFIG, LAYER, bench.weights.layer(LAYER));
            SelfAttention.Step step = bench.work.layers().get(LAYER).attention();
            Tensor input = bench.randomInput();
            bench.checkWithInput(
                    under(ATTENTION),
                    input,
                    () -> attention.forward(bench.batch, input, KEY, step),
                    grad ->
                            attention.backward(
                                    bench.batch,
                                    input,
                                    grad,
                                    KEY,
                                    step,
                                    bench.training.scratch(),
                                    bench.grads.layer(LAYER)));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofFeedForward(KernelsUnderTest choice) {
        try (Bench bench = new Bench(choice)) {
            FeedForward feedForward =
                    new FeedForward(bench.kernels, CONFIG, LAYER, bench.weights.layer(LAYER));
            FeedForward.Step step = bench.work.layers().get(LAYER).feedForward();
            Tensor input = bench.randomInput();
            bench.checkWithInput(
                    under(ParameterNames.layer(LAYER)).and(under(ATTENTION).negate()),
                    input,
                    () -> feedForward.forward(input, KEY, step),
                    grad ->
                            feedForward.backward(
                                    input,
                                    grad,
                                    KEY,
                                    step,
                                    bench.training.scratch(),
                                    bench.grads.layer(LAYER)));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofPooler(KernelsUnderTest choice) {
        try (Bench bench = new Bench(choice)) {
            Pooler pooler = new Pooler(bench.kernels, bench.weights.pooler());
            Pooler.Step step = bench.work.pooler();
            Tensor input = bench.randomInput();
            Tensor inputGrad = bench.training.hiddenGrad();
            bench.checkGradients(
                    under(ParameterNames.POOLER),
                    input,
                    inputGrad,
                    () -> pooler.forward(bench.batch, input, step),
                    bench.training.pooledGrad(),
                    () ->
                            pooler.backward(
                                    bench.batch,
                                    bench.training.pooledGrad(),
                                    step,
                                    inputGrad,
                                    bench.grads.pooler()));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofTheWholeNetworkWithAClassificationHead(KernelsUnderTest choice) {
        checkNetwork(choice, 0, 2, 0, CrossEntropy.IGNORED, 1);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofTheWholeNetworkWithARegressionHead(KernelsUnderTest choice) {
        checkNetwork(choice, 1, 0.5, -1, 2, 0);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofTheWholeNetworkWithARankingHead(KernelsUnderTest choice) {
        PackedBatch batch = new PackedBatch();
        batch.clear(2);
        double[] labels = {0, 2, 1, 0, 1};
        int[] lengths = {5, 1, 7, 2, 3};
        for (int b = 0; b < labels.length; b++) {
            batch.add(example(lengths[b], labels[b]).inGroup(b < 3 ? "three" : "two"));
        }
        checkNetwork(choice, batch);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofTheWholeNetworkWithASpanHead(KernelsUnderTest choice) {
        PackedBatch batch = new PackedBatch();
        batch.clear(3);
        batch.add(example(5, Double.NaN).withSpan(span(2, 4, 0, -1, 2, 3, 4)));
        batch.add(example(1, Double.NaN).withSpan(span(0, 0, 0)));
        batch.add(example(7, Double.NaN));
        batch.add(example(4, Double.NaN).withSpan(span(1, 1, 0, 1, -1, 3)));
        checkNetwork(choice, batch);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofTheWholeNetworkWithASequenceLabelingHead(KernelsUnderTest choice) {
        PackedBatch batch = new PackedBatch();
        batch.clear(4);
        batch.add(example(5, Double.NaN).withTokenLabels(new int[] {NONE, 3, 0, 1, NONE}));
        batch.add(example(1, Double.NaN));
        batch.add(example(3, Double.NaN).withTokenLabels(new int[] {2, NONE, 2}));
        checkNetwork(choice, batch);
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofTheWholeNetworkWithAMaskedLmHead(KernelsUnderTest choice) {
        checkNetwork(choice, maskedBatch(5));
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CPU_BF16") // its steps are larger than the distance
    void ofTheWholeNetworkWithMtDnnsMaskedLmHead(KernelsUnderTest choice) {
        checkNetwork(choice, maskedBatch(6));
    }

    private PackedBatch maskedBatch(int task) {
        PackedBatch batch = new PackedBatch();
        batch.clear(task);
        batch.add(example(5, 1).withTokenLabels(new int[] {NONE, 3, NONE, 12, NONE}));
        batch.add(example(1, Double.NaN));
        batch.add(example(4, 0).withTokenLabels(new int[] {7, NONE, NONE, 0}));
        return batch;
    }

    /** An answer over tokens of which those that begin at character -1 are not of the text. */
    private static EncodedExample.Span span(int first, int last, int... firstChars) {
        return new EncodedExample.Span(first, last, firstChars, firstChars);
    }

    private EncodedExample example(int length, double label) {
        int[] ids = random.ints(length, 0, CONFIG.vocabSize()).toArray();
        int[] types = random.ints(length, 0, CONFIG.typeVocabSize()).toArray();
        return new EncodedExample("", ids, types, label);
    }

    private void checkNetwork(KernelsUnderTest choice, int task, double... labels) {
        checkNetwork(choice, batch(task, labels));
    }

    private void checkNetwork(KernelsUnderTest choice, PackedBatch batch) {
        try (Bench bench = new Bench(choice)) {
            Network network =
                    new Network(
                            SPEC,
                            bench.kernels,
                            bench.parameters,
                            bench.gradients,
                            batch.tokens(),
                            batch.count());
            DoubleSupplier loss = () -> network.lossAndGradient(batch, 3, 5, 1);
            loss.getAsDouble();
            bench.kernels.fill(bench.gradients, 0);
            loss.getAsDouble();
            float[] gradient = bench.read(bench.gradients);

            Segment own = bench.layout.head(batch.task());
            Predicate<ParameterBlock> present =
                    block ->
                            block.end() <= bench.layout.shared().end()
                                    || (block.offset() >= own.offset() && block.end() <= own.end());
            for (ParameterBlock block : bench.layout.blocks()) {
                if (!present.test(block)) {
                    assertThat(numbers(gradient, block)).as(block.name()).containsOnly(0);
                }
            }
            bench.checkBlocks(gradient, present, loss);
        }
    }

    private PackedBatch batch(int task, double... labels) {
        PackedBatch batch = new PackedBatch();
        batch.clear(task);
        for (int b = 0; b < LENGTHS.length; b++) {
            int[] ids = random.ints(LENGTHS[b], 0, CONFIG.vocabSize()).toArray();
            int[] types = random.ints(LENGTHS[b], 0, CONFIG.typeVocabSize()).toArray();
            batch.add(ids, types, 0, LENGTHS[b], labels[b]);
        }
        return batch;
    }

    private static Predicate<ParameterBlock> under(String prefix) {
        return block -> block.name().startsWith(prefix + ".");
    }

    /** Runs a backward pass on the gradient of its output. */
    private interface Backward {
        void run(Tensor grad);
    }

    /** Random parameters, a batch and memory, with the two comparisons. */
    private final class Bench implements AutoCloseable {
        final Kernels kernels;
        final ParameterLayout layout = new ParameterLayout(SPEC);
        final Tensor parameters;
        final Tensor gradients;
        final ParameterViews weights;
        final ParameterViews grads;
        final PackedBatch batch = batch(0, 0, 0, 0, 0);
        final Workspace work;
        final Workspace.Training training;

        Bench(KernelsUnderTest choice) {
            kernels = choice.open();
            parameters = kernels.allocate(1, (int) layout.size());
            gradients = kernels.allocate(1, (int) layout.size());
            weights = new ParameterViews(kernels, layout, parameters);
            grads = new ParameterViews(kernels, layout, gradients);
            float[] values = normals((int) layout.size(), 0.5);
            for (ParameterBlock block : layout.blocks()) {
                for (int i = (int) block.offset(); i < block.end(); i++) {
                    values[i] += block.name().endsWith("LayerNorm.weight") ? 1 : 0;
                }
            }
            kernels.write(values, 0, parameters);
            int attention = (int) Kernels.attentionSize(batch, CONFIG.numAttentionHeads());
            work =
                    Workspace.allocate(
                            kernels,
                            CONFIG,
                            new Workspace.Size(batch.tokens(), batch.count(), attention),
                            true);
            training = work.training().orElseThrow();
        }

        Tensor randomInput() {
            Tensor input = kernels.allocate(batch.tokens(), CONFIG.hiddenSize());
            kernels.write(normals(batch.tokens() * CONFIG.hiddenSize(), 1), 0, input);
            return input;
        }

        float[] read(Tensor tensor) {
            float[] values = new float[tensor.rows() * tensor.columns()];
            kernels.read(tensor, values, 0);
            return values;
        }

        /** For a layer whose input is not a tensor. */
        void check(Predicate<ParameterBlock> own, Supplier<Tensor> forward, Backward backward) {
            Tensor grad = training.hiddenGrad();
            checkGradients(
                    own,
                    kernels.allocate(1, 1),
                    kernels.allocate(1, 1),
                    forward,
                    grad,
                    () -> backward.run(grad));
        }

        /** For a layer that turns the gradient of its output into that of its input. */
        void checkWithInput(
                Predicate<ParameterBlock> own,
                Tensor input,
                Supplier<Tensor> forward,
                Backward backward) {
            Tensor grad = training.hiddenGrad();
            checkGradients(own, input, grad, forward, grad, () -> backward.run(grad));
        }

        void checkGradients(
                Predicate<ParameterBlock> own,
                Tensor input,
                Tensor inputGrad,
                Supplier<Tensor> forward,
                Tensor outputGrad,
                Runnable backward) {
            Tensor output = forward.get();
            float[] factors = normals(output.rows() * output.columns(), 1);
            DoubleSupplier loss = () -> dot(factors, read(forward.get()));
            kernels.fill(inputGrad, 0);
            kernels.write(factors, 0, outputGrad);
            backward.run();
            float[] gradient = read(gradients);
            float[] computedInputGrad = read(inputGrad);

            assertDerivative("input", input, computedInputGrad, 0, loss);
            for (ParameterBlock block : layout.blocks()) {
                if (!own.test(block)) {
                    assertThat(numbers(gradient, block)).as(block.name()).containsOnly(0);
                }
            }
            checkBlocks(gradient, own, loss);
        }

        void checkBlocks(float[] gradient, Predicate<ParameterBlock> chosen, DoubleSupplier loss) {
            double greatest =
                    layout.blocks().stream()
                            .mapToDouble(block -> norm(numbers(gradient, block)))
                            .max()
                            .orElseThrow();
            List<String> checked = new ArrayList<>();
            for (ParameterBlock block : layout.blocks()) {
                if (chosen.test(block)) {
                    Tensor view =
                            kernels.view(parameters, block.offset(), block.rows(), block.columns());
                    assertDerivative(block.name(), view, numbers(gradient, block), greatest, loss);
                    checked.add(block.name());
                }
            }
            assertThat(checked).isNotEmpty();
        }

        private void assertDerivative(
                String what,
                Tensor values,
                float[] gradient,
                double greatest,
                DoubleSupplier loss) {
            float[] before = read(values);
            double norm = norm(gradient);
            float[] direction = normals(before.length, 1 / Math.sqrt(before.length));
            for (int i = 0; i < direction.length; i++) {
                direction[i] += (float) (norm == 0 ? 0 : gradient[i] / norm);
            }
            double[] losses = new double[5];
            for (int i = -2; i <= 2; i++) {
                float[] moved = before.clone();
                for (int j = 0; j < moved.length; j++) {
                    moved[j] += (float) (i * DISTANCE * direction[j]);
                }
                kernels.write(moved, 0, values);
                losses[i + 2] = loss.getAsDouble();
            }
            kernels.write(before, 0, values);
            double quotient =
                    (losses[0] - 8 * losses[1] + 8 * losses[3] - losses[4]) / (12 * DISTANCE);
            assertThat(dot(direction, gradient))
                    .as(what)
                    .isCloseTo(quotient, within(3e-3 * norm + 1e-4 * greatest + 1e-5));
        }

        @Override
        public void close() {
            kernels.close();
        }
    }

    private float[] normals(int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private static float[] numbers(float[] flat, ParameterBlock block) {
        return GoldenNetwork.numbers(flat, block);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static double norm(float[] values) {
        return Math.sqrt(dot(values, values));
    }
}
