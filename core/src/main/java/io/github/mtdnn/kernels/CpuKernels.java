package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Kernels for the processor: matrix products by a library, everything else by loops of vector
 * instructions, over memory outside the heap, shared out over a team of threads.
 *
 * <p>Results do not depend on the number of threads: work is cut into blocks by its size alone, and
 * sums over blocks are added up in the order of the blocks.
 */
final class CpuKernels implements Kernels, Nd4jMemory {
    private final Products products;
    private final ThreadTeam team;
    private final CpuLinear linear;
    private final CpuLayerNorm layerNorm;
    private final CpuAttention attention;
    private final CpuEmbedding embedding;
    private final CpuRows rows;
    private final CpuCrossEntropy crossEntropy;
    private final CpuRowUpdates rowUpdates;
    private final SquareSum[] squares;

    private final List<CpuMemory> memories = new ArrayList<>();
    private final List<CpuTensor> tensors = new ArrayList<>();

    /**
     * @param threads in all, with the calling one
     */
    CpuKernels(int threads, Products products) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads = %d: at least 1".formatted(threads));
        }
        this.products = products;
        team = new ThreadTeam(threads);
        linear = products.linear(team);
        layerNorm = new CpuLayerNorm(team);
        attention = new CpuAttention(team, products);
        embedding = new CpuEmbedding(team);
        rows = new CpuRows(team);
        crossEntropy = new CpuCrossEntropy(team);
        rowUpdates = new CpuRowUpdates(team);
        squares = SquareSum.forEach(team.members());
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String describe() {
        return "kernels cpu: vectors of %d bits, %s, %d threads"
                .formatted(Lanes.FLOATS.vectorBitSize(), products.describe(), team.members());
    }

    // Memory

    @Override
    public Tensor allocate(int rows, int columns) {
        Shapes.requireSize(rows, columns);
        CpuMemory memory = CpuMemory.allocate((long) rows * columns);
        memories.add(memory);
        return tensor(memory, rows, columns);
    }

    @Override
    public Tensor view(Tensor flat, long offset, int rows, int columns) {
        Shapes.requireView(flat, offset, rows, columns);
        CpuMemory whole = CpuTensor.of(flat).memory();
        return tensor(whole.part(offset, (long) rows * columns), rows, columns);
    }

    @Override
    public Tensor wrap(INDArray vector) {
        Nd4jVectors.requireVector(vector);
        Pointer pointer = vector.data().pointer();
        long address = pointer.address() + vector.offset() * Float.BYTES;
        CpuMemory memory = CpuMemory.at(pointer, address, vector.length());
        return tensor(memory, 1, (int) vector.length());
    }

    private Tensor tensor(CpuMemory memory, int rows, int columns) {
        CpuTensor tensor = new CpuTensor(memory, rows, columns);
        tensors.add(tensor);
        return tensor;
    }

    @Override
    public void write(float[] source, int from, Tensor target) {
        Shapes.requireRange("source", source.length, from, target);
        CpuTensor cpu = CpuTensor.of(target);
        for (int block = 0; block < cpu.blocks(); block++) {
            cpu.blockBuffer(block)
                    .asFloatBuffer()
                    .put(
                            cpu.blockStart(block) / Float.BYTES,
                            source,
                            from + (int) cpu.blockFirst(block),
                            cpu.blockSize(block));
        }
    }

    @Override
    public void read(Tensor source, float[] target, int to) {
        Shapes.requireRange("target", target.length, to, source);
        CpuTensor cpu = CpuTensor.of(source);
        for (int block = 0; block < cpu.blocks(); block++) {
            cpu.blockBuffer(block)
                    .asFloatBuffer()
                    .get(
                            cpu.blockStart(block) / Float.BYTES,
                            target,
                            to + (int) cpu.blockFirst(block),
                            cpu.blockSize(block));
        }
    }

    @Override
    public void fill(Tensor tensor, float value) {
        CpuTensor x = CpuTensor.of(tensor);
        team.run(
                x.blocks(),
                (block, member) ->
                        ElementLoops.fill(
                                x.blockBuffer(block),
                                x.blockStart(block),
                                x.blockSize(block),
                                value));
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        forEachPair(source, target, ElementLoops::copy);
    }

    // Arithmetic

    @Override
    public void add(Tensor source, Tensor target) {
        forEachPair(source, target, ElementLoops::add);
    }

    @Override
    public void addScaled(float factor, Tensor source, Tensor target) {
        forEachPair(
                source,
                target,
                (from, fromAt, to, toAt, count) ->
                        ElementLoops.addScaled(factor, from, fromAt, to, toAt, count));
    }

    @Override
    public void scale(Tensor tensor, float factor) {
        CpuTensor x = CpuTensor.of(tensor);
        team.run(
                x.blocks(),
                (block, member) ->
                        ElementLoops.scale(
                                x.blockBuffer(block),
                                x.blockStart(block),
                                x.blockSize(block),
                                factor));
    }

    @Override
    public double sumOfSquares(Tensor tensor) {
        CpuTensor x = CpuTensor.of(tensor);
        return team.sum(
                x.blocks(),
                (block, member) ->
                        squares[member].of(
                                x.blockBuffer(block), x.blockStart(block), x.blockSize(block)));
    }

    // Layers

    @Override
    public void linear(Tensor input, Tensor weight, Tensor bias, Tensor output) {
        Shapes.requireColumns("weight", weight, input.columns());
        Shapes.requireRow("bias", bias, weight.rows());
        Shapes.require("output", output, input.rows(), weight.rows());
        linear.forward(
                CpuTensor.of(input),
                CpuTensor.of(weight),
                CpuTensor.of(bias),
                CpuTensor.of(output));
    }

    @Override
    public void assumeConstant(Tensor weight) {
        linear.assumeConstant(CpuTensor.of(weight));
    }

    @Override
    public void linearInputGrad(Tensor outputGrad, Tensor weight, Tensor inputGrad) {
        requireInputGrad(outputGrad, weight, inputGrad);
        linear.inputGrad(
                CpuTensor.of(outputGrad), CpuTensor.of(weight), CpuTensor.of(inputGrad), false);
    }

    @Override
    public void addLinearInputGrad(Tensor outputGrad, Tensor weight, Tensor inputGrad) {
        requireInputGrad(outputGrad, weight, inputGrad);
        linear.inputGrad(
                CpuTensor.of(outputGrad), CpuTensor.of(weight), CpuTensor.of(inputGrad), true);
    }

    private static void requireInputGrad(Tensor outputGrad, Tensor weight, Tensor inputGrad) {
        Shapes.requireColumns("outputGrad", outputGrad, weight.rows());
        Shapes.require("inputGrad", inputGrad, outputGrad.rows(), weight.columns());
    }

    @Override
    public void linearWeightGrad(
            Tensor input, Tensor outputGrad, Tensor weightGrad, Tensor biasGrad) {
        Shapes.requireColumns("outputGrad", outputGrad, weightGrad.rows());
        Shapes.require("input", input, outputGrad.rows(), weightGrad.columns());
        Shapes.requireRow("biasGrad", biasGrad, weightGrad.rows());
        linear.weightGrad(
                CpuTensor.of(input),
                CpuTensor.of(outputGrad),
                CpuTensor.of(weightGrad),
                CpuTensor.of(biasGrad));
    }

    @Override
    public void layerNorm(
            Tensor input, Tensor gain, Tensor bias, float epsilon, Tensor output, Tensor moments) {
        Shapes.requireRow("gain", gain, input.columns());
        Shapes.requireRow("bias", bias, input.columns());
        Shapes.requireSame("output", output, input);
        Shapes.require("moments", moments, input.rows(), 2);
        layerNorm.forward(
                CpuTensor.of(input),
                CpuTensor.of(gain),
                CpuTensor.of(bias),
                epsilon,
                CpuTensor.of(output),
                CpuTensor.of(moments));
    }

    @Override
    public void layerNormBackward(
            Tensor input,
            Tensor moments,
            Tensor gain,
            Tensor outputGrad,
            Tensor inputGrad,
            Tensor gainGrad,
            Tensor biasGrad) {
        Shapes.require("moments", moments, input.rows(), 2);
        Shapes.requireRow("gain", gain, input.columns());
        Shapes.requireSame("outputGrad", outputGrad, input);
        Shapes.requireSame("inputGrad", inputGrad, input);
        Shapes.requireRow("gainGrad", gainGrad, input.columns());
        Shapes.requireRow("biasGrad", biasGrad, input.columns());
        layerNorm.backward(
                CpuTensor.of(input),
                CpuTensor.of(moments),
                CpuTensor.of(gain),
                CpuTensor.of(outputGrad),
                CpuTensor.of(inputGrad),
                CpuTensor.of(gainGrad),
                CpuTensor.of(biasGrad));
    }

    @Override
    public void gelu(Tensor input, Tensor output) {
        Shapes.requireSame("output", output, input);
        CpuTensor x = CpuTensor.of(input);
        CpuTensor y = CpuTensor.of(output);
        team.run(
                y.blocks(),
                (block, member) ->
                        GeluLoops.forward(
                                x.blockBuffer(block),
                                x.blockStart(block),
                                y.blockBuffer(block),
                                y.blockStart(block),
                                y.blockSize(block)));
    }

    @Override
    public void geluBackward(Tensor input, Tensor grad) {
        Shapes.requireSame("grad", grad, input);
        CpuTensor x = CpuTensor.of(input);
        CpuTensor dy = CpuTensor.of(grad);
        team.run(
                dy.blocks(),
                (block, member) ->
                        GeluLoops.backward(
                                x.blockBuffer(block),
                                x.blockStart(block),
                                dy.blockBuffer(block),
                                dy.blockStart(block),
                                dy.blockSize(block)));
    }

    @Override
    public void tanh(Tensor input, Tensor output) {
        forEachPair(input, output, TanhLoops::forward);
    }

    @Override
    public void tanhBackward(Tensor output, Tensor grad) {
        forEachPair(output, grad, TanhLoops::backward);
    }

    @Override
    public void dropout(Tensor tensor, double prob, Draws draws) {
        Shapes.requireProbability(prob);
        if (prob == 0) {
            return;
        }
        CpuTensor x = CpuTensor.of(tensor);
        Dropout dropout = Dropout.of(prob, draws);
        team.run(
                x.blocks(),
                (block, member) ->
                        ElementLoops.dropout(
                                x.blockBuffer(block),
                                x.blockStart(block),
                                x.blockBuffer(block),
                                x.blockStart(block),
                                x.blockSize(block),
                                (int) x.blockFirst(block),
                                dropout));
    }

    @Override
    public void dropoutOfSharedRows(Tensor tensor, int[] drawnAs, double prob, Draws draws) {
        Shapes.requireProbability(prob);
        Shapes.requireEntries("drawnAs", drawnAs, tensor);
        if (prob > 0) {
            rows.dropout(CpuTensor.of(tensor), drawnAs, Dropout.of(prob, draws));
        }
    }

    @Override
    public void embed(
            Sequences sequences, Tensor word, Tensor position, Tensor type, Tensor output) {
        Shapes.require("output", output, sequences.tokens(), word.columns());
        Shapes.requireColumns("position", position, word.columns());
        Shapes.requireColumns("type", type, word.columns());
        embedding.forward(
                sequences,
                CpuTensor.of(word),
                CpuTensor.of(position),
                CpuTensor.of(type),
                CpuTensor.of(output));
    }

    @Override
    public void embedBackward(
            Sequences sequences,
            Tensor outputGrad,
            Tensor wordGrad,
            Tensor positionGrad,
            Tensor typeGrad) {
        Shapes.require("outputGrad", outputGrad, sequences.tokens(), wordGrad.columns());
        Shapes.requireColumns("positionGrad", positionGrad, wordGrad.columns());
        Shapes.requireColumns("typeGrad", typeGrad, wordGrad.columns());
        embedding.backward(
                sequences,
                CpuTensor.of(outputGrad),
                CpuTensor.of(wordGrad),
                CpuTensor.of(positionGrad),
                CpuTensor.of(typeGrad));
    }

    @Override
    public void attention(
            Sequences sequences,
            Tensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            Tensor probabilities,
            Tensor context) {
        Shapes.requireAttention(sequences, queryKeyValue, heads, prob, probabilities, context);
        attention.forward(
                sequences,
                CpuTensor.of(queryKeyValue),
                heads,
                prob,
                draws,
                CpuTensor.of(probabilities),
                CpuTensor.of(context));
    }

    /** Needs no scratch: gradients of one attention head's P live in memory of each thread. */
    @Override
    public void attentionBackward(
            Sequences sequences,
            Tensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            Tensor probabilities,
            Tensor contextGrad,
            Tensor scratch,
            Tensor queryKeyValueGrad) {
        Shapes.requireAttention(sequences, queryKeyValue, heads, prob, probabilities, contextGrad);
        Shapes.requireSame("queryKeyValueGrad", queryKeyValueGrad, queryKeyValue);
        attention.backward(
                sequences,
                CpuTensor.of(queryKeyValue),
                heads,
                prob,
                draws,
                CpuTensor.of(probabilities),
                CpuTensor.of(contextGrad),
                CpuTensor.of(queryKeyValueGrad));
    }

    @Override
    public void gatherRows(Tensor input, int[] picked, Tensor output) {
        Shapes.requireColumns("output", output, input.columns());
        Shapes.requireEntries("rows", picked, output);
        rows.gather(CpuTensor.of(input), picked, CpuTensor.of(output));
    }

    @Override
    public void addGatheredRowsGrad(Tensor outputGrad, int[] picked, Tensor inputGrad) {
        Shapes.requireColumns("outputGrad", outputGrad, inputGrad.columns());
        Shapes.requireEntries("rows", picked, outputGrad);
        rows.addGrad(CpuTensor.of(outputGrad), picked, CpuTensor.of(inputGrad));
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, int[] classes, float gradScale) {
        Shapes.requireEntries("classes", classes, logits);
        return crossEntropy.lossAndGrad(CpuTensor.of(logits), classes, gradScale);
    }

    @Override
    public void update(
            UpdateRule rule,
            float gradScale,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment,
            Tensor parameters) {
        Shapes.requireSame("gradient", gradient, parameters);
        Shapes.requireMoments(firstMoment, secondMoment, parameters);
        CpuTensor g = CpuTensor.of(gradient);
        CpuTensor m = CpuTensor.of(firstMoment);
        CpuTensor v = CpuTensor.of(secondMoment);
        CpuTensor theta = CpuTensor.of(parameters);
        team.run(
                theta.blocks(),
                (block, member) -> {
                    int at = theta.blockStart(block);
                    int count = theta.blockSize(block);
                    if (rule instanceof UpdateRule.AdamW adamW) {
                        UpdateLoops.adamW(
                                adamW,
                                gradScale,
                                g.blockBuffer(block),
                                m.blockBuffer(block),
                                v.blockBuffer(block),
                                theta.blockBuffer(block),
                                at,
                                count);
                    } else if (rule instanceof UpdateRule.Adamax adamax) {
                        UpdateLoops.adamax(
                                adamax,
                                gradScale,
                                g.blockBuffer(block),
                                m.blockBuffer(block),
                                v.blockBuffer(block),
                                theta.blockBuffer(block),
                                at,
                                count);
                    }
                });
    }

    @Override
    public Optional<RowUpdates> rowUpdates() {
        return Optional.of(rowUpdates);
    }

    @Override
    public void close() {
        team.close();
        tensors.forEach(CpuTensor::forget);
        tensors.clear();
        memories.forEach(CpuMemory::free);
        memories.clear();
        linear.free();
        layerNorm.free();
        attention.free();
    }

    private interface PairLoop {
        void run(ByteBuffer source, int from, ByteBuffer target, int to, int n);
    }

    private void forEachPair(Tensor source, Tensor target, PairLoop loop) {
        Shapes.requireSame("target", target, source);
        CpuTensor from = CpuTensor.of(source);
        CpuTensor to = CpuTensor.of(target);
        team.run(
                to.blocks(),
                (block, member) ->
                        loop.run(
                                from.blockBuffer(block),
                                from.blockStart(block),
                                to.blockBuffer(block),
                                to.blockStart(block),
                                to.blockSize(block)));
    }
}
