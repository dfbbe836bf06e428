package io.github.mtdnn.kernels;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Times the operations of both implementations, and the arithmetic of a whole training step of a
 * small encoder, beside the machine's own matrix products in the same run. For people, not part of
 * the build:
 *
 * <pre>
 * java --add-modules=jdk.incubator.vector -cp ... KernelsBenchmark [float32|bf16|blas|nd4j] [threads] [name]
 * </pre>
 *
 * The name, if given, picks the measurements that have it in theirs.
 */
final class KernelsBenchmark {
    private static final int REPEATS = 21;
    private static final int WARM_UP = 60;
    private static final long WARM_UP_NANOS = 500_000_000;
    private static final float EPSILON = 1e-12f;
    private static final Draws DRAWS = Draws.at(1, 2, 3);

    private final Kernels kernels;
    private final String wanted;
    private final Random random = new Random(1);

    private KernelsBenchmark(Kernels kernels, String wanted) {
        this.kernels = kernels;
        this.wanted = wanted;
    }

    public static void main(String[] args) {
        String choice = args.length > 0 ? args[0] : "float32";
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        try (Kernels kernels = kernels(choice, threads)) {
            System.out.println(kernels.describe());
            KernelsBenchmark benchmark =
                    new KernelsBenchmark(kernels, args.length > 2 ? args[2] : "");
            benchmark.peak();
            benchmark.rowOperations(4096, 128);
            benchmark.rowOperations(4096, 512);
            benchmark.rowOperations(1024, 768);
            benchmark.rowOperations(1024, 3072);
            benchmark.attention(32, 128, 128, 2);
            benchmark.attention(8, 128, 768, 12);
            benchmark.products(4096, 128, 384);
            benchmark.products(4096, 128, 512);
            benchmark.products(4096, 512, 128);
            benchmark.products(1024, 768, 768);
            benchmark.products(1024, 768, 3072);
            benchmark.products(1024, 3072, 768);
            benchmark.update(4_400_000);
            benchmark.wordUpdates(30_522, 128, 420);
            benchmark.trainingStep("tiny", 2, 128, 32, 128);
            benchmark.trainingStep("two layers of base", 2, 768, 8, 128);
        }
    }

    private static Kernels kernels(String choice, int threads) {
        return switch (choice) {
            case "nd4j" -> new Nd4jKernels();
            case "blas" -> new CpuKernels(threads, Products.blas());
            case "bf16" -> new CpuKernels(threads, Products.of(Precision.BF16));
            default -> new CpuKernels(threads, Products.oneDnn());
        };
    }

    private void peak() {
        Tensor a = random(2048, 2048);
        Tensor b = random(2048, 2048);
        Tensor c = random(2048, 2048);
        Tensor bias = random(1, 2048);
        time(
                "product 2048 x 2048 x 2048",
                2 * Math.pow(2048, 3),
                () -> kernels.linear(a, b, bias, c));
    }

    private void rowOperations(int rows, int columns) {
        String shape = "(%d x %d)".formatted(rows, columns);
        Tensor x = random(rows, columns);
        Tensor y = random(rows, columns);
        Tensor dy = random(rows, columns);
        Tensor moments = kernels.allocate(rows, 2);
        Tensor gain = random(1, columns);
        Tensor bias = random(1, columns);
        Tensor gainGrad = random(1, columns);
        Tensor biasGrad = random(1, columns);
        time("layerNorm " + shape, 0, () -> kernels.layerNorm(x, gain, bias, EPSILON, y, moments));
        time(
                "layerNormBackward " + shape,
                0,
                () -> kernels.layerNormBackward(x, moments, gain, dy, y, gainGrad, biasGrad));
        time("gelu " + shape, 0, () -> kernels.gelu(x, y));
        time("geluBackward " + shape, 0, () -> kernels.geluBackward(x, y));
        time("dropout " + shape, 0, () -> kernels.dropout(y, 0.1, DRAWS));
        time("add " + shape, 0, () -> kernels.add(x, y));
        time("sumOfSquares " + shape, 0, () -> kernels.sumOfSquares(x));
        kernels.fill(y, 1);
    }

    private void products(int tokens, int in, int out) {
        String shape = "(%d, %d -> %d)".formatted(tokens, in, out);
        double flops = 2.0 * tokens * in * out;
        Tensor x = random(tokens, in);
        Tensor w = random(out, in);
        Tensor b = random(1, out);
        Tensor y = random(tokens, out);
        Tensor dw = random(out, in);
        Tensor db = random(1, out);
        Tensor dx = random(tokens, in);
        time("linear " + shape, flops, () -> kernels.linear(x, w, b, y));
        time("linearInputGrad " + shape, flops, () -> kernels.linearInputGrad(y, w, dx));
        time("linearWeightGrad " + shape, flops, () -> kernels.linearWeightGrad(x, y, dw, db));
    }

    private void attention(int count, int length, int columns, int heads) {
        int[] lengths = new int[count];
        Arrays.fill(lengths, length);
        PackedTokens sequences = PackedTokens.ofLengths(random, 10, lengths);
        int size = (int) Kernels.attentionSize(sequences, heads);
        Tensor qkv = random(sequences.tokens(), 3 * columns);
        Tensor grad = random(sequences.tokens(), 3 * columns);
        Tensor context = random(sequences.tokens(), columns);
        Tensor probabilities = kernels.allocate(1, size);
        Tensor scratch = kernels.allocate(1, size);
        String shape = "(%d x %d, %d)".formatted(count, length, columns);
        double flops = 4.0 * count * length * length * columns;
        for (double prob : new double[] {0, 0.1}) {
            time(
                    "attention " + shape + " dropping " + prob,
                    flops,
                    () ->
                            kernels.attention(
                                    sequences, qkv, heads, prob, DRAWS, probabilities, context));
            time(
                    "attentionBackward " + shape + " dropping " + prob,
                    2 * flops,
                    () ->
                            kernels.attentionBackward(
                                    sequences,
                                    qkv,
                                    heads,
                                    prob,
                                    DRAWS,
                                    probabilities,
                                    context,
                                    scratch,
                                    grad));
        }
    }

    private void update(int size) {
        Tensor g = random(1, size);
        Tensor m = random(1, size);
        Tensor v = kernels.allocate(1, size);
        Tensor theta = random(1, size);
        kernels.fill(v, 1);
        UpdateRule adamW = new UpdateRule.AdamW(0.9, 0.999, 1e-8, 0.999, 1e-3, 1);
        UpdateRule adamax = new UpdateRule.Adamax(0.9, 0.999, 1e-8, 0, 0.999, 1e-3, 0);
        time("AdamW " + size, 0, () -> kernels.update(adamW, 1, g, m, v, theta));
        time("Adamax " + size, 0, () -> kernels.update(adamax, 1, g, m, v, theta));
        time("sumOfSquares " + size, 0, () -> kernels.sumOfSquares(g));
        time("fill " + size, 0, () -> kernels.fill(g, 0));
    }

    /** Of the words of a batch, and of all that have waited for some steps. */
    private void wordUpdates(int words, int hidden, int used) {
        if (kernels.rowUpdates().isEmpty()) {
            return;
        }
        RowUpdates rowUpdates = kernels.rowUpdates().get();
        Tensor g = random(words, hidden);
        Tensor m = random(words, hidden);
        Tensor v = kernels.allocate(words, hidden);
        Tensor theta = random(words, hidden);
        kernels.fill(v, 1);
        UpdateRule.AdamW rule = new UpdateRule.AdamW(0.9, 0.999, 1e-6, 0.999, 1e-3, 1);
        IdleAdamW[] missed = {new IdleAdamW()};
        missed[0].add(rule);
        int[] numbers = new int[words];
        int[] all = IntStream.range(0, words).toArray();
        int[] some = random.ints(0, words).distinct().limit(used).toArray();
        String shape = " of %d words of %d".formatted(used, words);
        time("AdamW" + shape, 0, () -> rowUpdates.updateRows(rule, 1, some, used, g, m, v, theta));
        time("sumOfSquares" + shape, 0, () -> rowUpdates.sumOfSquaresOfRows(g, some, used));
        time(
                "catch up with " + words,
                0,
                () -> rowUpdates.catchUpRows(missed, numbers, all, words, m, v, theta));
    }

    /** The operations of a step in their order, without a task head. */
    private void trainingStep(String name, int layers, int hidden, int count, int length) {
        int vocabulary = 30_522;
        int inner = 4 * hidden;
        int heads = hidden / 64;
        int[] lengths = new int[count];
        Arrays.fill(lengths, length);
        PackedTokens sequences = PackedTokens.ofLengths(random, vocabulary, lengths);
        int tokens = sequences.tokens();
        int probabilitySize = (int) Kernels.attentionSize(sequences, heads);
        int layerSize = 12 * hidden * hidden + 13 * hidden;
        int size = (vocabulary + 512 + 2) * hidden + 2 * hidden + layers * layerSize;
        Tensor parameters = random(1, size);
        kernels.scale(parameters, 0.05f);
        Tensor grads = kernels.allocate(1, size);
        Tensor first = kernels.allocate(1, size);
        Tensor second = kernels.allocate(1, size);
        Weights weights = new Weights(parameters, layers, hidden, vocabulary);
        Weights weightGrads = new Weights(grads, layers, hidden, vocabulary);
        Activations[] states = new Activations[layers];
        for (int i = 0; i < layers; i++) {
            states[i] = new Activations(tokens, hidden, probabilitySize);
        }
        Tensor embedded = kernels.allocate(tokens, hidden);
        Tensor input = kernels.allocate(tokens, hidden);
        Tensor moments = kernels.allocate(tokens, 2);
        Tensor hiddenGrad = kernels.allocate(tokens, hidden);
        Tensor sumGrad = kernels.allocate(tokens, hidden);
        Tensor innerGrad = kernels.allocate(tokens, inner);
        Tensor contextGrad = kernels.allocate(tokens, hidden);
        Tensor qkvGrad = kernels.allocate(tokens, 3 * hidden);
        Tensor scratch = kernels.allocate(1, probabilitySize);
        UpdateRule rule = new UpdateRule.AdamW(0.9, 0.999, 1e-8, 0.999, 1e-5, 1);
        double layerProducts = 2.0 * tokens * 12 * hidden * hidden;
        double scores = 4.0 * count * length * length * hidden;
        double flops = 3 * layers * (layerProducts + scores);

        Runnable step =
                () -> {
                    kernels.embed(
                            sequences, weights.word, weights.position, weights.type, embedded);
                    kernels.layerNorm(
                            embedded, weights.gain, weights.bias, EPSILON, input, moments);
                    kernels.dropout(input, 0.1, DRAWS);
                    Tensor x = input;
                    for (int i = 0; i < layers; i++) {
                        Activations s = states[i];
                        LayerWeights w = weights.layers[i];
                        kernels.linear(x, w.qkv, w.qkvBias, s.qkv);
                        kernels.attention(
                                sequences, s.qkv, heads, 0.1, DRAWS, s.probabilities, s.context);
                        kernels.linear(s.context, w.out, w.outBias, s.sum);
                        kernels.dropout(s.sum, 0.1, DRAWS);
                        kernels.add(x, s.sum);
                        kernels.layerNorm(s.sum, w.gain, w.bias, EPSILON, s.middle, s.sumMoments);
                        kernels.linear(s.middle, w.inner, w.innerBias, s.inner);
                        kernels.gelu(s.inner, s.activated);
                        kernels.linear(s.activated, w.outer, w.outerBias, s.outerSum);
                        kernels.dropout(s.outerSum, 0.1, DRAWS);
                        kernels.add(s.middle, s.outerSum);
                        kernels.layerNorm(
                                s.outerSum,
                                w.outerGain,
                                w.outerNormBias,
                                EPSILON,
                                s.output,
                                s.outerMoments);
                        x = s.output;
                    }
                    kernels.copy(x, hiddenGrad);
                    kernels.fill(grads, 0);
                    for (int i = layers - 1; i >= 0; i--) {
                        Activations s = states[i];
                        LayerWeights w = weights.layers[i];
                        LayerWeights g = weightGrads.layers[i];
                        kernels.layerNormBackward(
                                s.outerSum,
                                s.outerMoments,
                                w.outerGain,
                                hiddenGrad,
                                sumGrad,
                                g.outerGain,
                                g.outerNormBias);
                        kernels.copy(sumGrad, hiddenGrad);
                        kernels.dropout(sumGrad, 0.1, DRAWS);
                        kernels.linearInputGrad(sumGrad, w.outer, innerGrad);
                        kernels.linearWeightGrad(s.activated, sumGrad, g.outer, g.outerBias);
                        kernels.geluBackward(s.inner, innerGrad);
                        kernels.addLinearInputGrad(innerGrad, w.inner, hiddenGrad);
                        kernels.linearWeightGrad(s.middle, innerGrad, g.inner, g.innerBias);
                        kernels.layerNormBackward(
                                s.sum, s.sumMoments, w.gain, hiddenGrad, sumGrad, g.gain, g.bias);
                        kernels.copy(sumGrad, hiddenGrad);
                        kernels.dropout(sumGrad, 0.1, DRAWS);
                        kernels.linearInputGrad(sumGrad, w.out, contextGrad);
                        kernels.linearWeightGrad(s.context, sumGrad, g.out, g.outBias);
                        kernels.attentionBackward(
                                sequences,
                                s.qkv,
                                heads,
                                0.1,
                                DRAWS,
                                s.probabilities,
                                contextGrad,
                                scratch,
                                qkvGrad);
                        Tensor below = i > 0 ? states[i - 1].output : input;
                        kernels.addLinearInputGrad(qkvGrad, w.qkv, hiddenGrad);
                        kernels.linearWeightGrad(below, qkvGrad, g.qkv, g.qkvBias);
                    }
                    kernels.dropout(hiddenGrad, 0.1, DRAWS);
                    kernels.layerNormBackward(
                            embedded,
                            moments,
                            weights.gain,
                            hiddenGrad,
                            sumGrad,
                            weightGrads.gain,
                            weightGrads.bias);
                    kernels.embedBackward(
                            sequences,
                            sumGrad,
                            weightGrads.word,
                            weightGrads.position,
                            weightGrads.type);
                    double norm = Math.sqrt(kernels.sumOfSquares(grads));
                    kernels.update(
                            rule,
                            (float) (1 / Math.max(1, norm)),
                            grads,
                            first,
                            second,
                            parameters);
                };
        time("training step, " + name + " (" + count + " x " + length + ")", flops, step);
    }

    private final class Weights {
        private final Tensor word;
        private final Tensor position;
        private final Tensor type;
        private final Tensor gain;
        private final Tensor bias;
        private final LayerWeights[] layers;

        private Weights(Tensor flat, int layerCount, int hidden, int vocabulary) {
            long at = 0;
            word = kernels.view(flat, at, vocabulary, hidden);
            at += (long) vocabulary * hidden;
            position = kernels.view(flat, at, 512, hidden);
            at += 512L * hidden;
            type = kernels.view(flat, at, 2, hidden);
            at += 2L * hidden;
            gain = kernels.view(flat, at, 1, hidden);
            bias = kernels.view(flat, at + hidden, 1, hidden);
            at += 2L * hidden;
            layers = new LayerWeights[layerCount];
            for (int i = 0; i < layerCount; i++) {
                layers[i] = new LayerWeights(flat, at, hidden);
                at += 12L * hidden * hidden + 13L * hidden;
            }
        }
    }

    private final class LayerWeights {
        private final Tensor qkv;
        private final Tensor qkvBias;
        private final Tensor out;
        private final Tensor outBias;
        private final Tensor gain;
        private final Tensor bias;
        private final Tensor inner;
        private final Tensor innerBias;
        private final Tensor outer;
        private final Tensor outerBias;
        private final Tensor outerGain;
        private final Tensor outerNormBias;
        private final Tensor flat;
        private long at;

        private LayerWeights(Tensor flat, long start, int hidden) {
            this.flat = flat;
            at = start;
            qkv = next(3 * hidden, hidden);
            qkvBias = next(1, 3 * hidden);
            out = next(hidden, hidden);
            outBias = next(1, hidden);
            gain = next(1, hidden);
            bias = next(1, hidden);
            inner = next(4 * hidden, hidden);
            innerBias = next(1, 4 * hidden);
            outer = next(hidden, 4 * hidden);
            outerBias = next(1, hidden);
            outerGain = next(1, hidden);
            outerNormBias = next(1, hidden);
        }

        private Tensor next(int rows, int columns) {
            Tensor view = kernels.view(flat, at, rows, columns);
            at += (long) rows * columns;
            return view;
        }
    }

    private final class Activations {
        private final Tensor qkv;
        private final Tensor probabilities;
        private final Tensor context;
        private final Tensor sum;
        private final Tensor sumMoments;
        private final Tensor middle;
        private final Tensor inner;
        private final Tensor activated;
        private final Tensor outerSum;
        private final Tensor outerMoments;
        private final Tensor output;

        private Activations(int tokens, int hidden, int probabilitySize) {
            qkv = kernels.allocate(tokens, 3 * hidden);
            probabilities = kernels.allocate(1, probabilitySize);
            context = kernels.allocate(tokens, hidden);
            sum = kernels.allocate(tokens, hidden);
            sumMoments = kernels.allocate(tokens, 2);
            middle = kernels.allocate(tokens, hidden);
            inner = kernels.allocate(tokens, 4 * hidden);
            activated = kernels.allocate(tokens, 4 * hidden);
            outerSum = kernels.allocate(tokens, hidden);
            outerMoments = kernels.allocate(tokens, 2);
            output = kernels.allocate(tokens, hidden);
        }
    }

    /**
     * Median and best time of some runs, processor time of the whole process (of use where other
     * processes take their share), GFLOP/s and heap bytes per call.
     */
    private void time(String name, double flops, Runnable work) {
        if (!name.contains(wanted)) {
            return;
        }
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP || System.nanoTime() - start < WARM_UP_NANOS; i++) {
            work.run();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double[] millis = new double[REPEATS];
        long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        long cpuBefore = system.getProcessCpuTime();
        for (int i = 0; i < REPEATS; i++) {
            long from = System.nanoTime();
            work.run();
            millis[i] = (System.nanoTime() - from) / 1e6;
        }
        double cpu = (system.getProcessCpuTime() - cpuBefore) / 1e6 / REPEATS;
        long bytes = (threads.getCurrentThreadAllocatedBytes() - bytesBefore) / REPEATS;
        Arrays.sort(millis);
        double median = millis[REPEATS / 2];
        String rate =
                flops == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%6.0f GFLOP/s (best %.0f, per cpu second %.0f)",
                                flops / median / 1e6,
                                flops / millis[0] / 1e6,
                                flops / cpu / 1e6);
        System.out.printf(
                Locale.ROOT,
                "%-50s %9.3f ms (best %.3f, cpu %.3f) %7d B%s%n",
                name,
                median,
                millis[0],
                cpu,
                bytes,
                rate);
    }

    private Tensor random(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Tensor tensor = kernels.allocate(rows, columns);
        kernels.write(values, 0, tensor);
        return tensor;
    }
}
