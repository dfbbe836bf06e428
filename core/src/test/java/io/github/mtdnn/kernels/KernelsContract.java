package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What every implementation of {@link Kernels} has to do, held against {@link Reference}. */
abstract class KernelsContract {
    /** Largest error allowed, as a share of the largest value expected. */
    private static final double TOLERANCE = 1e-5;

    private static final float EPSILON = 1e-12f;
    private static final Draws DRAWS = Draws.at(7, 11, 3);

    private final Random random = new Random(42);
    private Kernels kernels;

    abstract Kernels newKernels();

    /** A number as it goes into a product. */
    double factor(double number) {
        return number;
    }

    /** Largest error of attention, where products follow on rounded results of products. */
    double attentionTolerance() {
        return TOLERANCE;
    }

    @BeforeEach
    void open() {
        kernels = newKernels();
    }

    @AfterEach
    void close() {
        kernels.close();
    }

    // Memory

    @Test
    void allocatesZeros() {
        assertThat(read(kernels.allocate(7, 33))).containsOnly(0);
    }

    @Test
    void writesAndReadsFromAPlaceInAnArray() {
        Tensor tensor = kernels.allocate(2, 3);
        kernels.write(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, tensor);
        float[] read = new float[7];
        kernels.read(tensor, read, 1);
        assertThat(read).containsExactly(0, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void writesAndReadsMoreThanABlock() {
        double[] numbers = numbers(3 * 700_001);
        assertClose(read(tensor(numbers, 3)), numbers);
    }

    @Test
    void resizesToLeadingRowsAndKeepsTheirContents() {
        Tensor tensor = tensor(new double[] {1, 2, 3, 4, 5, 6}, 3);
        tensor.resize(2);
        assertThat(tensor.rows()).isEqualTo(2);
        assertThat(tensor.capacity()).isEqualTo(3);
        kernels.fill(tensor, 9);
        tensor.resize(1);
        kernels.scale(tensor, 2);
        tensor.resize(3);
        assertThat(read(tensor)).containsExactly(18, 18, 9, 9, 5, 6);
    }

    @Test
    void refusesMoreRowsThanThereIsMemoryFor() {
        Tensor tensor = kernels.allocate(3, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tensor.resize(4))
                .withMessage("4 rows in a tensor with memory for 3");
    }

    @Test
    void viewsShareMemory() {
        Tensor flat = tensor(numbers(100), 1);
        Tensor view = kernels.view(flat, 10, 6, 5);
        kernels.fill(view, 3);
        Tensor inner = kernels.view(view, 25, 1, 5);
        kernels.fill(inner, 4);
        double[] after = read(flat);
        assertThat(Arrays.copyOfRange(after, 10, 35)).containsOnly(3);
        assertThat(Arrays.copyOfRange(after, 35, 40)).containsOnly(4);
        assertThat(after[9]).isNotEqualTo(3);
        assertThat(after[40]).isNotEqualTo(4);
    }

    @Test
    void refusesAViewBeyondTheEnd() {
        Tensor flat = kernels.allocate(1, 100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.view(flat, 90, 11, 1))
                .withMessage("view of elements 90 to 101 of a tensor of 100");
    }

    @Test
    void wrapsAnArrayWithoutACopy() {
        INDArray all = Nd4j.create(DataType.FLOAT, 1, 50);
        INDArray part = all.get(NDArrayIndex.all(), NDArrayIndex.interval(20, 40));
        Tensor tensor = ((Nd4jMemory) kernels).wrap(part);
        assertThat(tensor.rows()).isEqualTo(1);
        assertThat(tensor.columns()).isEqualTo(20);
        kernels.fill(kernels.view(tensor, 5, 2, 5), 2);
        assertThat(all.getFloat(24)).isEqualTo(0);
        assertThat(all.getFloat(25)).isEqualTo(2);
        assertThat(all.getFloat(34)).isEqualTo(2);
        assertThat(all.getFloat(35)).isEqualTo(0);
        all.putScalar(30, 5);
        assertThat(read(tensor)[10]).isEqualTo(5);
    }

    @Test
    void refusesToWrapWhatIsNotConsecutive() {
        INDArray columns = Nd4j.create(DataType.FLOAT, 5, 4).getColumn(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ((Nd4jMemory) kernels).wrap(columns))
                .withMessageContaining("needed is a float32 row vector");
    }

    @Test
    void refusesShapesThatDoNotFit() {
        Tensor input = kernels.allocate(3, 4);
        Tensor weight = kernels.allocate(5, 6);
        Tensor bias = kernels.allocate(1, 5);
        Tensor output = kernels.allocate(3, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.linear(input, weight, bias, output))
                .withMessage("weight is (5, 6), needed is (5, 4)");
    }

    // Arithmetic

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 33, 5000})
    void addsAndScales(int size) {
        double[] x = numbers(size);
        double[] y = numbers(size);
        Tensor source = tensor(x, 1);
        Tensor target = tensor(y, 1);
        kernels.add(source, target);
        assertClose(read(target), each(size, i -> x[i] + y[i]));
        kernels.addScaled(0.5f, source, target);
        assertClose(read(target), each(size, i -> 1.5 * x[i] + y[i]));
        kernels.scale(target, -2);
        assertClose(read(target), each(size, i -> -3 * x[i] - 2 * y[i]));
        kernels.copy(source, target);
        assertThat(read(target)).containsExactly(x);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 3_000_001})
    void sumsSquaresInDoublePrecision(int size) {
        double[] x = numbers(size);
        double sum = Arrays.stream(x).map(v -> v * v).sum();
        assertThat(kernels.sumOfSquares(tensor(x, 1))).isCloseTo(sum, within(1e-10 * sum));
    }

    @Test
    void sumsSquaresBeyondTheRangeOfFloat32() {
        double[] x = floats(each(100, i -> i == 40 ? 1e30 : 1e-30));
        assertThat(kernels.sumOfSquares(tensor(x, 1))).isCloseTo(1e60, within(1e53));
    }

    // Layers

    @ParameterizedTest
    @CsvSource({"1, 50, 7", "300, 17, 40", "130, 128, 65"})
    void multiplyByConstantWeightsAsByOthers(int n, int in, int out) {
        Tensor weight = tensor(numbers(out * in), out);
        Tensor other = tensor(numbers(out * in), out);
        Tensor bias = tensor(numbers(out), 1);
        Tensor input = tensor(numbers(n * in), n);
        Tensor output = kernels.allocate(n, out);
        kernels.linear(input, weight, bias, output);
        double[] expected = read(output);
        kernels.linear(input, other, bias, output);
        double[] expectedOfOther = read(output);
        kernels.assumeConstant(weight);
        kernels.assumeConstant(other);
        for (int pass = 0; pass < 2; pass++) {
            kernels.linear(input, weight, bias, output);
            assertThat(read(output)).isEqualTo(expected);
            kernels.linear(input, other, bias, output);
            assertThat(read(output)).isEqualTo(expectedOfOther);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 50, 7", "7, 33, 50", "33, 50, 1", "130, 128, 65", "300, 17, 40"})
    void multipliesByWeights(int n, int in, int out) {
        double[] x = numbers(n * in);
        double[] w = numbers(out * in);
        double[] b = numbers(out);
        double[] dy = numbers(n * out);
        Tensor input = tensor(x, n);
        Tensor weight = tensor(w, out);
        Tensor outputGrad = tensor(dy, n);
        Tensor output = tensor(numbers(n * out), n);
        kernels.linear(input, weight, tensor(b, 1), output);
        double[] rx = factors(x);
        double[] rw = factors(w);
        double[] rdy = factors(dy);
        assertClose(read(output), Reference.linear(rx, rw, b, n, in, out));

        double[] before = numbers(n * in);
        Tensor inputGrad = tensor(before, n);
        kernels.addLinearInputGrad(outputGrad, weight, inputGrad);
        UnaryOperator<double[]> ofInput = moved -> Reference.linear(moved, rw, b, n, in, out);
        assertGradient(ofInput, rx, rdy, before, read(inputGrad));
        kernels.linearInputGrad(outputGrad, weight, inputGrad);
        assertGradient(ofInput, rx, rdy, new double[n * in], read(inputGrad));

        double[] weightBefore = numbers(out * in);
        double[] biasBefore = numbers(out);
        Tensor weightGrad = tensor(weightBefore, out);
        Tensor biasGrad = tensor(biasBefore, 1);
        kernels.linearWeightGrad(input, outputGrad, weightGrad, biasGrad);
        assertGradient(
                moved -> Reference.linear(rx, moved, b, n, in, out),
                rw,
                rdy,
                weightBefore,
                read(weightGrad));
        assertGradient(
                moved -> Reference.linear(x, w, moved, n, in, out),
                b,
                dy,
                biasBefore,
                read(biasGrad));
    }

    @ParameterizedTest
    @CsvSource({"1, 50", "7, 16", "33, 33", "300, 20", "40, 1"})
    void normalisesRows(int n, int columns) {
        double[] x = each(n * columns, i -> 3 + 2 * random.nextGaussian());
        x = floats(x);
        double[] gain = numbers(columns);
        double[] bias = numbers(columns);
        float epsilon = columns == 1 ? 0.5f : EPSILON;
        Tensor input = tensor(x, n);
        Tensor moments = kernels.allocate(n, 2);
        Tensor output = kernels.allocate(n, columns);
        kernels.layerNorm(input, tensor(gain, 1), tensor(bias, 1), epsilon, output, moments);
        assertClose(read(output), Reference.layerNorm(x, gain, bias, epsilon), 3e-5);

        double[] dy = numbers(n * columns);
        double[] gainBefore = numbers(columns);
        double[] biasBefore = numbers(columns);
        Tensor inputGrad = tensor(numbers(n * columns), n);
        Tensor gainGrad = tensor(gainBefore, 1);
        Tensor biasGrad = tensor(biasBefore, 1);
        kernels.layerNormBackward(
                input, moments, tensor(gain, 1), tensor(dy, n), inputGrad, gainGrad, biasGrad);
        double[] values = x;
        assertGradient(
                moved -> Reference.layerNorm(moved, gain, bias, epsilon),
                x,
                dy,
                new double[x.length],
                read(inputGrad));
        assertGradient(
                moved -> Reference.layerNorm(values, moved, bias, epsilon),
                gain,
                dy,
                gainBefore,
                read(gainGrad));
        assertGradient(
                moved -> Reference.layerNorm(values, gain, moved, epsilon),
                bias,
                dy,
                biasBefore,
                read(biasGrad));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 4001})
    void appliesGeluAndItsDerivative(int size) {
        double[] x = floats(each(size, i -> 3 * random.nextGaussian()));
        Tensor output = kernels.allocate(1, size);
        kernels.gelu(tensor(x, 1), output);
        assertClose(read(output), Reference.gelu(x));
        double[] dy = numbers(size);
        Tensor grad = tensor(dy, 1);
        kernels.geluBackward(tensor(x, 1), grad);
        assertGradient(Reference::gelu, x, dy, new double[size], read(grad));
    }

    @Test
    void geluIsExactToFloatAtEverySize() {
        double[] x = floats(each(200_001, i -> (i - 100_000) / 10_000.0));
        Tensor output = kernels.allocate(1, x.length);
        kernels.gelu(tensor(x, 1), output);
        double[] expected = Reference.gelu(x);
        double[] actual = read(output);
        for (int i = 0; i < x.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(5e-7 * Math.max(1, x[i])));
        }
    }

    @Test
    void geluOfExtremesIsTheirLimit() {
        double[] x = {-1e30, -100, -20, 20, 100, 1e30};
        Tensor output = kernels.allocate(1, x.length);
        kernels.gelu(tensor(x, 1), output);
        double[] limits = {0, 0, 0, 20, 100, (float) 1e30};
        double[] values = read(output);
        for (int i = 0; i < x.length; i++) {
            assertThat(values[i]).isCloseTo(limits[i], within(1e-30));
        }
        Tensor grad = kernels.allocate(1, x.length);
        kernels.fill(grad, 1);
        kernels.geluBackward(tensor(x, 1), grad);
        assertClose(read(grad), new double[] {0, 0, 0, 1, 1, 1}, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 4001})
    void appliesTanhAndItsDerivative(int size) {
        double[] x = floats(each(size, i -> 2 * random.nextGaussian()));
        x[0] = -50;
        x[size - 1] = 50;
        Tensor output = kernels.allocate(1, size);
        kernels.tanh(tensor(x, 1), output);
        assertClose(read(output), Reference.tanh(x));
        double[] dy = numbers(size);
        Tensor grad = tensor(dy, 1);
        kernels.tanhBackward(output, grad);
        assertGradient(Reference::tanh, x, dy, new double[size], read(grad));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1", "50, 0.5", "70001, 0.1"})
    void dropsExactlyWhatTheDrawsSay(int size, double prob) {
        double[] x = floats(each(size, i -> 1 + random.nextDouble()));
        Tensor tensor = tensor(x, 1);
        kernels.dropout(tensor, prob, DRAWS);
        double[] expected = Reference.dropout(x, prob, DRAWS);
        double[] actual = read(tensor);
        for (int i = 0; i < size; i++) {
            assertThat(actual[i] == 0).isEqualTo(expected[i] == 0);
        }
        assertClose(actual, expected);
    }

    @Test
    void dropsTheSameInRowsThatShareTheirDraws() {
        int columns = 37;
        int[] drawnAs = {0, 0, 2, 1, 1, 5, -1};
        double[] x = floats(each(6 * columns, i -> 1 + random.nextDouble()));
        Tensor tensor = tensor(x, 6);
        kernels.dropoutOfSharedRows(tensor, drawnAs, 0.3, DRAWS);
        assertClose(
                read(tensor), Reference.dropoutOfSharedRows(x, drawnAs, columns, 0.3, DRAWS), 1e-6);

        Tensor own = tensor(x, 6);
        kernels.dropoutOfSharedRows(own, new int[] {0, 1, 2, 3, 4, 5}, 0.3, DRAWS);
        Tensor plain = tensor(x, 6);
        kernels.dropout(plain, 0.3, DRAWS);
        assertThat(read(own)).containsExactly(read(plain));
    }

    @Test
    void dropsNothingAtProbabilityZero() {
        double[] x = numbers(50);
        Tensor tensor = tensor(x, 1);
        kernels.dropout(tensor, 0, DRAWS);
        assertThat(read(tensor)).containsExactly(x);
    }

    @Test
    void picksAndAddsUpEmbeddings() {
        int columns = 50;
        PackedTokens sequences = PackedTokens.ofLengths(random, 9, 1, 33, 7);
        double[] word = numbers(9 * columns);
        double[] position = numbers(40 * columns);
        double[] type = numbers(2 * columns);
        Tensor output = kernels.allocate(sequences.tokens(), columns);
        kernels.embed(sequences, tensor(word, 9), tensor(position, 40), tensor(type, 2), output);
        assertClose(read(output), Reference.embed(sequences, word, position, type, columns));

        double[] dy = numbers(sequences.tokens() * columns);
        double[] wordBefore = numbers(word.length);
        double[] positionBefore = numbers(position.length);
        double[] typeBefore = numbers(type.length);
        Tensor wordGrad = tensor(wordBefore, 9);
        Tensor positionGrad = tensor(positionBefore, 40);
        Tensor typeGrad = tensor(typeBefore, 2);
        kernels.embedBackward(
                sequences, tensor(dy, sequences.tokens()), wordGrad, positionGrad, typeGrad);
        assertGradient(
                moved -> Reference.embed(sequences, moved, position, type, columns),
                word,
                dy,
                wordBefore,
                read(wordGrad));
        assertGradient(
                moved -> Reference.embed(sequences, word, moved, type, columns),
                position,
                dy,
                positionBefore,
                read(positionGrad));
        assertGradient(
                moved -> Reference.embed(sequences, word, position, moved, columns),
                type,
                dy,
                typeBefore,
                read(typeGrad));
    }

    @ParameterizedTest
    @CsvSource({"50, 2, 0", "50, 2, 0.3", "64, 4, 0.1", "12, 1, 0", "7, 7, 0.2"})
    void attendsWithinEachSequence(int columns, int heads, double prob) {
        PackedTokens sequences = PackedTokens.ofLengths(random, 9, 1, 33, 7, 16, 18);
        int tokens = sequences.tokens();
        int size = (int) Kernels.attentionSize(sequences, heads);
        double[] qkv = numbers(tokens * 3 * columns);
        Tensor input = tensor(qkv, tokens);
        Tensor probabilities = tensor(numbers(size + 5), 1);
        Tensor context = tensor(numbers(tokens * columns), tokens);
        kernels.attention(sequences, input, heads, prob, DRAWS, probabilities, context);
        assertClose(
                Arrays.copyOf(read(probabilities), size),
                Reference.probabilities(sequences, qkv, heads, columns),
                attentionTolerance());
        assertClose(
                read(context),
                Reference.attention(sequences, qkv, heads, columns, prob, DRAWS),
                attentionTolerance());

        double[] dy = numbers(tokens * columns);
        Tensor inputGrad = tensor(numbers(tokens * 3 * columns), tokens);
        Tensor scratch = kernels.allocate(1, size + 5);
        kernels.attentionBackward(
                sequences,
                input,
                heads,
                prob,
                DRAWS,
                probabilities,
                tensor(dy, tokens),
                scratch,
                inputGrad);
        assertGradient(
                moved -> Reference.attention(sequences, moved, heads, columns, prob, DRAWS),
                qkv,
                dy,
                new double[qkv.length],
                read(inputGrad),
                2 * attentionTolerance());
    }

    @Test
    void attentionStandsScoresBeyondTheRangeOfExp() {
        PackedTokens sequences = PackedTokens.ofLengths(random, 9, 3);
        Tensor input = kernels.allocate(3, 48);
        kernels.fill(input, 30);
        Tensor probabilities = kernels.allocate(1, 9);
        Tensor context = kernels.allocate(3, 16);
        kernels.attention(sequences, input, 1, 0, DRAWS, probabilities, context);
        assertClose(read(probabilities), each(9, i -> 1 / 3.0));
        assertClose(read(context), each(48, i -> 30), attentionTolerance());
    }

    @Test
    void gathersRowsAndAddsTheirGradients() {
        int columns = 133;
        int[] rows = {12, 3, 3, 0, 7, -1}; // one comes twice, the last does not count
        int count = 5;
        double[] x = numbers(13 * columns);
        Tensor output = tensor(numbers(count * columns), count);
        kernels.gatherRows(tensor(x, 13), rows, output);
        assertThat(read(output)).containsExactly(Reference.gatherRows(x, rows, count, columns));
        double[] dy = numbers(count * columns);
        double[] before = numbers(13 * columns);
        Tensor grad = tensor(before, 13);
        kernels.addGatheredRowsGrad(tensor(dy, count), rows, grad);
        assertGradient(
                moved -> Reference.gatherRows(moved, rows, count, columns),
                x,
                dy,
                before,
                read(grad));
    }

    @Test
    void refusesFewerNumbersThanRows() {
        Tensor input = kernels.allocate(3, 4);
        Tensor output = kernels.allocate(2, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kernels.gatherRows(input, new int[1], output))
                .withMessage("rows has 1 entries for 2 rows");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "5, 50", "70, 1003"})
    void computesCrossEntropyAndItsGradientInPlace(int rows, int columns) {
        double[] z = floats(each(rows * columns, i -> 5 * random.nextGaussian()));
        int[] classes = random.ints(rows + 1L, 0, columns).toArray();
        Tensor logits = tensor(z, rows);
        double loss = kernels.softmaxCrossEntropy(logits, classes, 0.5f);

        UnaryOperator<double[]> ofLogits =
                moved -> Reference.softmaxCrossEntropy(moved, classes, rows, columns);
        double expected = ofLogits.apply(z)[0];
        assertThat(loss).isCloseTo(expected, within(1e-6 * expected + 1e-9));
        double[] grad = read(logits);
        assertGradient(ofLogits, z, new double[] {0.5}, new double[z.length], grad);
    }

    @Test
    void crossEntropyStandsLogitsBeyondTheRangeOfExp() {
        Tensor logits = tensor(new double[] {500, -500, 0, -500, 500, 0}, 2);
        assertThat(kernels.softmaxCrossEntropy(logits, new int[] {0, 0}, 1)).isEqualTo(1000);
        assertClose(read(logits), new double[] {0, 0, 0, -1, 1, 0});
    }

    @Test
    void crossEntropyShowsALogitThatIsNoNumber() {
        Tensor logits = tensor(new double[] {0, 1, 2, 0, Double.NaN, 2}, 2);
        assertThat(kernels.softmaxCrossEntropy(logits, new int[] {0, 0}, 1)).isNaN();
    }

    // Updates

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 5000})
    void updatesByAdamW(int size) {
        UpdateRule.AdamW rule = new UpdateRule.AdamW(0.9, 0.999, 1e-6, 0.999, 0.05, 3.0);
        Optimised state = new Optimised(size);
        kernels.update(rule, 0.5f, state.gradient, state.first, state.second, state.theta);
        state.assertClose(Reference.adamW(rule, 0.5, state.g, state.m, state.v, state.parameters));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0.99, 0", "50, 1e-3, 1, 0.02", "5000, 1e-3, 1, 0.02"})
    void updatesByAdamax(int size, double divisorEpsilon, double decayFactor, double decayStep) {
        UpdateRule.Adamax rule =
                new UpdateRule.Adamax(
                        0.9, 0.999, 1e-8, divisorEpsilon, decayFactor, 0.05, decayStep);
        Optimised state = new Optimised(size);
        kernels.update(rule, 0.5f, state.gradient, state.first, state.second, state.theta);
        state.assertClose(Reference.adamax(rule, 0.5, state.g, state.m, state.v, state.parameters));
    }

    /** The tensors of one update, and their numbers before it. */
    private final class Optimised {
        private final double[] g;
        private final double[] m;
        private final double[] v;
        private final double[] parameters;
        private final Tensor gradient;
        private final Tensor first;
        private final Tensor second;
        private final Tensor theta;

        private Optimised(int size) {
            g = numbers(size);
            m = numbers(size);
            v = floats(each(size, i -> 0.1 + random.nextDouble()));
            parameters = numbers(size);
            gradient = tensor(g, 1);
            first = tensor(m, 1);
            second = tensor(v, 1);
            theta = tensor(parameters, 1);
        }

        private void assertClose(double[][] expected) {
            KernelsContract.assertClose(read(theta), expected[0]);
            KernelsContract.assertClose(read(first), expected[1]);
            KernelsContract.assertClose(read(second), expected[2]);
            assertThat(read(gradient)).containsOnly(0);
        }
    }

    @Test
    void givesTheSameBitsEveryTime() {
        int columns = 128;
        PackedTokens sequences = PackedTokens.ofLengths(random, 30, 100, 33, 128, 61);
        int tokens = sequences.tokens();
        int size = (int) Kernels.attentionSize(sequences, 2);
        double[] qkv = numbers(tokens * 3 * columns);
        double[] dy = numbers(tokens * columns);
        double[] w = numbers(columns * columns);
        double[][] runs = new double[2][];
        for (int run = 0; run < 2; run++) {
            Tensor input = tensor(qkv, tokens);
            Tensor probabilities = kernels.allocate(1, size);
            Tensor context = kernels.allocate(tokens, columns);
            Tensor inputGrad = kernels.allocate(tokens, 3 * columns);
            Tensor outputGrad = tensor(dy, tokens);
            kernels.attention(sequences, input, 2, 0.1, DRAWS, probabilities, context);
            kernels.attentionBackward(
                    sequences,
                    input,
                    2,
                    0.1,
                    DRAWS,
                    probabilities,
                    outputGrad,
                    kernels.allocate(1, size),
                    inputGrad);
            Tensor weightGrad = tensor(w, columns);
            Tensor biasGrad = kernels.allocate(1, columns);
            kernels.linearWeightGrad(context, outputGrad, weightGrad, biasGrad);
            Tensor words = kernels.allocate(30, columns);
            Tensor positions = kernels.allocate(128, columns);
            Tensor types = kernels.allocate(2, columns);
            kernels.embedBackward(sequences, outputGrad, words, positions, types);
            double[] sum = {kernels.sumOfSquares(inputGrad)};
            runs[run] =
                    concat(
                            read(inputGrad),
                            read(weightGrad),
                            read(biasGrad),
                            read(words),
                            read(positions),
                            read(types),
                            sum);
        }
        assertThat(runs[1]).containsExactly(runs[0]);
    }

    // Helpers

    Kernels kernels() {
        return kernels;
    }

    private interface Element {
        double at(int i);
    }

    private static double[] each(int size, Element element) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = element.at(i);
        }
        return values;
    }

    private static double[] floats(double[] values) {
        return Arrays.stream(values).map(v -> (float) v).toArray();
    }

    private static double[] concat(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Random numbers that float32 holds exactly. */
    private double[] numbers(int size) {
        return floats(each(size, i -> random.nextGaussian()));
    }

    private double[] factors(double[] numbers) {
        return Arrays.stream(numbers).map(this::factor).toArray();
    }

    private Tensor tensor(double[] values, int rows) {
        Tensor tensor = kernels.allocate(rows, values.length / rows);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        kernels.write(floats, 0, tensor);
        return tensor;
    }

    private double[] read(Tensor tensor) {
        float[] floats = new float[tensor.rows() * tensor.columns()];
        kernels.read(tensor, floats, 0);
        return each(floats.length, i -> floats[i]);
    }

    private static void assertClose(double[] actual, double[] expected) {
        assertClose(actual, expected, TOLERANCE);
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance * largest)) {
                assertThat(actual[i])
                        .as("element %d of %d", i, expected.length)
                        .isCloseTo(expected[i], within(tolerance * largest));
            }
        }
    }

    /** Holds up to 300 elements of a gradient against central differences. */
    private void assertGradient(
            UnaryOperator<double[]> function,
            double[] x,
            double[] outputGrad,
            double[] before,
            double[] actual) {
        assertGradient(function, x, outputGrad, before, actual, 2 * TOLERANCE);
    }

    private void assertGradient(
            UnaryOperator<double[]> function,
            double[] x,
            double[] outputGrad,
            double[] before,
            double[] actual,
            double tolerance) {
        assertThat(actual).hasSameSizeAs(x);
        int[] chosen =
                x.length <= 300
                        ? IntStream.range(0, x.length).toArray()
                        : random.ints(300, 0, x.length).toArray();
        double[] expected = new double[chosen.length];
        double[] found = new double[chosen.length];
        for (int k = 0; k < chosen.length; k++) {
            int i = chosen[k];
            expected[k] = before[i] + Reference.derivative(function, x, outputGrad, i);
            found[k] = actual[i];
        }
        assertClose(found, expected, tolerance);
    }
}
