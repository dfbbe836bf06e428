package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.mtdnn.averaging.Bfloat16;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuKernelsTest {

    @Nested
    class OnOneThread extends KernelsContract {
        @Override
        Kernels newKernels() {
            return new CpuKernels(1, Products.oneDnn());
        }
    }

    @Nested
    class OnTwoThreads extends KernelsContract {
        @Override
        Kernels newKernels() {
            return new CpuKernels(2, Products.oneDnn());
        }
    }

    @Nested
    class WithBlas extends KernelsContract {
        @Override
        Kernels newKernels() {
            return new CpuKernels(2, Products.blas());
        }
    }

    /** On a processor that cannot multiply bfloat16, float32 is what comes and what is expected. */
    @Nested
    class WithBfloat16 extends KernelsContract {
        private final boolean rounds = OneDnn.multipliesBfloat16();

        @Override
        Kernels newKernels() {
            return KernelsFactory.cpu(2, Precision.BF16);
        }

        @Override
        double factor(double number) {
            return rounds ? Bfloat16.toFloat(Bfloat16.of((float) number)) : number;
        }

        @Override
        double attentionTolerance() {
            return 0.01;
        }
    }

    /** Of numbers small and large, in whole vectors and in what is left over. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4000, 4003})
    void tanhIsExactToFloat32AndNeverBeyondOne(int size) {
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (Math.pow(10, 9.0 * i / size - 7) * (i % 2 == 0 ? 1 : -1));
        }
        x[0] = Float.NaN;
        float[] y = new float[size];
        try (Kernels kernels = KernelsFactory.cpu(1, Precision.FLOAT32)) {
            Tensor tensor = kernels.allocate(1, size);
            kernels.write(x, 0, tensor);
            kernels.tanh(tensor, tensor);
            kernels.read(tensor, y, 0);
        }
        assertThat(y[0]).isNaN();
        for (int i = 1; i < size; i++) {
            double expected = Math.tanh(x[i]);
            assertThat((double) y[i])
                    .isCloseTo(expected, within(4e-7 * Math.abs(expected)))
                    .isBetween(-1.0, 1.0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BF16"})
    void givesTheSameBitsOnAnyNumberOfThreads(Precision precision) {
        float[] expected = new float[0];
        for (int threads : new int[] {1, 2, 3}) {
            try (Kernels kernels = KernelsFactory.cpu(threads, precision)) {
                float[] results = new SmallStep(kernels).run();
                if (threads == 1) {
                    expected = results;
                    assertThat(results).hasSizeGreaterThan(100_000).doesNotContain(Float.NaN);
                }
                assertThat(results).isEqualTo(expected);
            }
        }
    }

    @Test
    void dropsTheSameElementsAsNd4j() {
        try (Kernels cpu = new CpuKernels(2, Products.oneDnn());
                Kernels nd4j = new Nd4jKernels()) {
            for (long seed = 0; seed < 20; seed++) {
                Draws draws = Draws.at(seed, 3, 5);
                assertThat(masked(cpu, draws)).isEqualTo(masked(nd4j, draws));
            }
        }
    }

    @Test
    void givesTheSameBitsOfPickedRowsOnAnyNumberOfThreads() {
        float[] expected = {};
        for (int threads : new int[] {1, 2, 3}) {
            try (Kernels kernels = new CpuKernels(threads, Products.oneDnn())) {
                float[] actual = pickedRows(kernels);
                expected = threads == 1 ? actual : expected;
                assertThat(actual).as("%d threads", threads).isEqualTo(expected);
            }
        }
    }

    private static float[] pickedRows(Kernels kernels) {
        int columns = 130;
        int count = 300;
        Random random = new Random(6);
        int[] rows = random.ints(count, 0, 50).toArray();
        int[] classes = random.ints(count, 0, columns).toArray();
        float[] values = new float[50 * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Tensor input = kernels.allocate(50, columns);
        kernels.write(values, 0, input);
        Tensor picked = kernels.allocate(count, columns);
        kernels.gatherRows(input, rows, picked);
        kernels.dropoutOfSharedRows(picked, rows, 0.1, Draws.at(1, 2, 3));
        double loss = kernels.softmaxCrossEntropy(picked, classes, 0.1f);
        kernels.addGatheredRowsGrad(picked, rows, input);
        float[] results = new float[values.length + 1];
        kernels.read(input, results, 0);
        results[values.length] = (float) loss;
        return results;
    }

    private static float[] masked(Kernels kernels, Draws draws) {
        Tensor ones = kernels.allocate(7, 1001);
        kernels.fill(ones, 1);
        kernels.dropout(ones, 0.2, draws);
        float[] values = new float[7 * 1001];
        kernels.read(ones, values, 0);
        return values;
    }

    /**
     * A vector that becomes an object costs some hundred bytes for sixteen elements. Run by the
     * profile {@code compiled-code}, in a JVM of its own as a worker has one: which calls the
     * compiler inlines is a matter of what it has seen, and of when.
     */
    @Test
    @Tag("own-jvm")
    void makesNoObjectsOfVectorsOnceCompiled() {
        try (Kernels kernels = new CpuKernels(1, Products.oneDnn())) {
            SmallStep step = new SmallStep(kernels);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long allocated = Long.MAX_VALUE;
            for (int i = 0; i < 1000 && allocated > 50_000; i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                step.compute();
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertThat(allocated).isLessThan(50_000);
        }
    }

    @Test
    void refusesTensorsOfOtherKernels() {
        try (Kernels cpu = new CpuKernels(1, Products.oneDnn());
                Kernels nd4j = new Nd4jKernels()) {
            Tensor foreign = nd4j.allocate(1, 5);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cpu.fill(foreign, 1))
                    .withMessage("a tensor that other kernels than cpu gave out");
        }
    }

    @Test
    void refusesTensorsWhoseMemoryIsFreed() {
        Kernels cpu = new CpuKernels(1, Products.oneDnn());
        Tensor tensor = cpu.allocate(1, 5);
        cpu.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> cpu.fill(tensor, 1))
                .withMessage("the kernels that gave out this tensor are closed");
    }

    /** Every operation once, on sizes that make several blocks of work. */
    private static final class SmallStep {
        private static final int COLUMNS = 130;
        private static final int HEADS = 2;
        private static final Draws DRAWS = Draws.at(1, 2, 3);

        private final Kernels kernels;
        private final Random random = new Random(5);
        private final PackedTokens sequences =
                PackedTokens.ofLengths(random, 50, 128, 1, 77, 128, 128, 100, 40);
        private final int tokens = sequences.tokens();
        private final int pairs = (int) Kernels.attentionSize(sequences, HEADS);
        private final List<Tensor> tensors = new ArrayList<>();
        private final Tensor word;
        private final Tensor position;
        private final Tensor type;
        private final Tensor weight;
        private final Tensor bias;
        private final Tensor normed;
        private final Tensor moments;
        private final Tensor embedded;
        private final Tensor qkv;
        private final Tensor probabilities;
        private final Tensor scratch;
        private final Tensor context;
        private final Tensor grad;
        private final Tensor qkvGrad;
        private final Tensor weightGrad;
        private final Tensor biasGrad;
        private final Tensor gainGrad;
        private final Tensor first;
        private final Tensor second;
        private double sum;

        private SmallStep(Kernels kernels) {
            this.kernels = kernels;
            word = random(50, COLUMNS);
            position = random(128, COLUMNS);
            type = random(2, COLUMNS);
            weight = random(3 * COLUMNS, COLUMNS);
            bias = random(1, 3 * COLUMNS);
            normed = random(tokens, COLUMNS);
            moments = random(tokens, 2);
            embedded = random(tokens, COLUMNS);
            qkv = random(tokens, 3 * COLUMNS);
            probabilities = random(1, pairs);
            scratch = kernels.allocate(1, pairs);
            context = random(tokens, COLUMNS);
            grad = random(tokens, COLUMNS);
            qkvGrad = random(tokens, 3 * COLUMNS);
            weightGrad = random(3 * COLUMNS, COLUMNS);
            biasGrad = random(1, 3 * COLUMNS);
            gainGrad = random(1, COLUMNS);
            first = random(3 * COLUMNS, COLUMNS);
            second = random(3 * COLUMNS, COLUMNS);
            kernels.fill(second, 1);
        }

        private Tensor random(int rows, int columns) {
            float[] values = new float[rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            Tensor tensor = kernels.allocate(rows, columns);
            kernels.write(values, 0, tensor);
            tensors.add(tensor);
            return tensor;
        }

        private void compute() {
            Tensor gain = kernels.view(bias, 0, 1, COLUMNS);
            kernels.embed(sequences, word, position, type, embedded);
            kernels.layerNorm(embedded, gain, gain, 1e-6f, normed, moments);
            kernels.dropout(normed, 0.1, DRAWS);
            kernels.linear(normed, weight, bias, qkv);
            kernels.attention(sequences, qkv, HEADS, 0.1, DRAWS, probabilities, context);
            kernels.gelu(context, grad);
            kernels.geluBackward(context, grad);
            kernels.add(normed, grad);
            kernels.addScaled(0.5f, normed, grad);
            kernels.attentionBackward(
                    sequences, qkv, HEADS, 0.1, DRAWS, probabilities, grad, scratch, qkvGrad);
            kernels.linearWeightGrad(normed, qkvGrad, weightGrad, biasGrad);
            kernels.linearInputGrad(qkvGrad, weight, context);
            kernels.layerNormBackward(embedded, moments, gain, context, grad, gainGrad, gainGrad);
            kernels.embedBackward(sequences, grad, word, position, type);
            sum = kernels.sumOfSquares(weightGrad);
            kernels.update(
                    new UpdateRule.AdamW(0.9, 0.999, 1e-8, 0.99, 1e-3, 1),
                    1e-3f,
                    weightGrad,
                    first,
                    second,
                    weight);
            kernels.scale(word, 0.5f);
            kernels.scale(position, 0.5f);
            kernels.scale(type, 0.1f);
        }

        private float[] run() {
            for (int i = 0; i < 3; i++) {
                compute();
            }
            int size = 1;
            for (Tensor tensor : tensors) {
                size += tensor.rows() * tensor.columns();
            }
            float[] results = new float[size];
            int at = 0;
            for (Tensor tensor : tensors) {
                kernels.read(tensor, results, at);
                at += tensor.rows() * tensor.columns();
            }
            results[at] = (float) sum;
            return results;
        }
    }
}
