package io.github.mtdnn.kernels;

import io.github.mtdnn.kernels.Nd4jScratch.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Mean;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Kernels made of ND4J's operations, for every device that has an ND4J backend. A tensor is a view
 * of an ND4J array in c order; BLAS, which wants f order, is given the transposed views.
 */
final class Nd4jKernels implements Kernels, Nd4jMemory {
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double INV_SQRT_2PI = 1 / Math.sqrt(2 * Math.PI);

    private final List<INDArray> arrays = new ArrayList<>();
    private final Nd4jScratch scratch = new Nd4jScratch();
    private final Nd4jDropout dropout = new Nd4jDropout();
    private final Nd4jUpdates updates = new Nd4jUpdates(scratch);
    private final Nd4jAttention attention = new Nd4jAttention(scratch, dropout);
    private final Nd4jCrossEntropy crossEntropy = new Nd4jCrossEntropy(scratch);

    /** Which of its backends ND4J computes on: {@code CPU} or {@code CUDA}. */
    static String backend() {
        return String.valueOf(Nd4j.getExecutioner().getEnvironmentInformation().get("backend"));
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String describe() {
        Properties properties = Nd4j.getExecutioner().getEnvironmentInformation();
        return "kernels nd4j: backend %s, BLAS %s, OpenMP threads %s (of the process)"
                .formatted(backend(), properties.get("blas.vendor"), properties.get("omp.threads"));
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        Shapes.requireSize(rows, columns);
        INDArray array = Nd4jScratch.newVector(DataType.FLOAT, (long) rows * columns);
        arrays.add(array);
        return new Nd4jTensor(array, rows, columns);
    }

    @Override
    public Tensor view(Tensor flat, long offset, int rows, int columns) {
        Shapes.requireView(flat, offset, rows, columns);
        Nd4jTensor whole = Nd4jTensor.of(flat);
        return new Nd4jTensor(whole.slice(offset, offset + (long) rows * columns), rows, columns);
    }

    @Override
    public Tensor wrap(INDArray vector) {
        INDArray flat = Nd4jVectors.requireVector(vector).reshape(vector.length());
        return new Nd4jTensor(flat, 1, (int) vector.length());
    }

    @Override
    public void write(float[] source, int from, Tensor target) {
        Shapes.requireRange("source", source.length, from, target);
        Nd4jTransfer.write(source, from, vector(target), 0, (int) Shapes.size(target));
    }

    @Override
    public void read(Tensor source, float[] target, int to) {
        Shapes.requireRange("target", target.length, to, source);
        Nd4jTransfer.read(vector(source), 0, target, to, (int) Shapes.size(source));
    }

    @Override
    public void fill(Tensor tensor, float value) {
        vector(tensor).assign(value);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        Shapes.requireSame("target", target, source);
        vector(target).assign(vector(source));
    }

    @Override
    public void add(Tensor source, Tensor target) {
        Shapes.requireSame("target", target, source);
        vector(target).addi(vector(source));
    }

    @Override
    public void addScaled(float factor, Tensor source, Tensor target) {
        Shapes.requireSame("target", target, source);
        updates.addScaled(factor, Nd4jTensor.of(source), Nd4jTensor.of(target));
    }

    @Override
    public void scale(Tensor tensor, float factor) {
        vector(tensor).muli(factor);
    }

    @Override
    public double sumOfSquares(Tensor tensor) {
        return updates.sumOfSquares(Nd4jTensor.of(tensor));
    }

    @Override
    public void linear(Tensor input, Tensor weight, Tensor bias, Tensor output) {
        Shapes.requireColumns("weight", weight, input.columns());
        Shapes.requireRow("bias", bias, weight.rows());
        Shapes.require("output", output, input.rows(), weight.rows());
        // Yᵀ = W Xᵀ
        Nd4j.gemm(transposed(weight), transposed(input), transposed(output), true, false, 1.0, 0.0);
        matrix(output).addiRowVector(matrix(bias));
    }

    /** ND4J takes weights as they lie. */
    @Override
    public void assumeConstant(Tensor weight) {}

    @Override
    public void linearInputGrad(Tensor outputGrad, Tensor weight, Tensor inputGrad) {
        linearInputGrad(outputGrad, weight, inputGrad, 0.0);
    }

    @Override
    public void addLinearInputGrad(Tensor outputGrad, Tensor weight, Tensor inputGrad) {
        linearInputGrad(outputGrad, weight, inputGrad, 1.0);
    }

    private static void linearInputGrad(
            Tensor outputGrad, Tensor weight, Tensor inputGrad, double keep) {
        Shapes.requireColumns("outputGrad", outputGrad, weight.rows());
        Shapes.require("inputGrad", inputGrad, outputGrad.rows(), weight.columns());
        // dXᵀ = Wᵀ dYᵀ
        Nd4j.gemm(
                transposed(weight),
                transposed(outputGrad),
                transposed(inputGrad),
                false,
                false,
                1.0,
                keep);
    }

    @Override
    public void linearWeightGrad(
            Tensor input, Tensor outputGrad, Tensor weightGrad, Tensor biasGrad) {
        Shapes.requireColumns("outputGrad", outputGrad, weightGrad.rows());
        Shapes.require("input", input, outputGrad.rows(), weightGrad.columns());
        Shapes.requireRow("biasGrad", biasGrad, weightGrad.rows());
        // dWᵀ = Xᵀ dY
        Nd4j.gemm(
                transposed(input),
                transposed(outputGrad),
                transposed(weightGrad),
                false,
                true,
                1.0,
                1.0);
        addColumnSums(matrix(outputGrad), biasGrad);
    }

    @Override
    public void layerNorm(
            Tensor input, Tensor gain, Tensor bias, float epsilon, Tensor output, Tensor moments) {
        Shapes.requireRow("gain", gain, input.columns());
        Shapes.requireRow("bias", bias, input.columns());
        Shapes.requireSame("output", output, input);
        Shapes.require("moments", moments, input.rows(), 2);
        INDArray mean = scratch.matrix(Slot.ROWS, input.rows(), 1);
        INDArray deviation = scratch.matrix(Slot.MORE_ROWS, input.rows(), 1);
        INDArray squares = scratch.matrix(Slot.FIRST, input.rows(), input.columns());
        INDArray result = matrix(output);
        Nd4j.exec(new Mean(matrix(input), mean, true, 1));
        result.assign(matrix(input)).subiColumnVector(mean);
        result.mul(result, squares);
        Nd4j.exec(new Mean(squares, deviation, true, 1));
        Transforms.sqrt(deviation.addi(epsilon), false).rdivi(1);
        result.muliColumnVector(deviation).muliRowVector(matrix(gain)).addiRowVector(matrix(bias));
        matrix(moments).getColumn(0, true).assign(mean);
        matrix(moments).getColumn(1, true).assign(deviation);
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
        INDArray deviation = scratch.matrix(Slot.MORE_ROWS, input.rows(), 1);
        INDArray sums = scratch.matrix(Slot.ROWS, input.rows(), 1);
        INDArray normed = scratch.matrix(Slot.FIRST, input.rows(), input.columns());
        INDArray work = scratch.matrix(Slot.SECOND, input.rows(), input.columns());
        sums.assign(matrix(moments).getColumn(0, true));
        deviation.assign(matrix(moments).getColumn(1, true));
        normed.assign(matrix(input)).subiColumnVector(sums).muliColumnVector(deviation);

        matrix(outputGrad).mul(normed, work);
        addColumnSums(work, gainGrad);
        addColumnSums(matrix(outputGrad), biasGrad);

        // g = dY ∘ gain;  dX = (g - mean(g) - x̂ mean(g ∘ x̂)) / σ
        INDArray result = matrix(inputGrad);
        result.assign(matrix(outputGrad)).muliRowVector(matrix(gain));
        work.muliRowVector(matrix(gain));
        Nd4j.exec(new Mean(work, sums, true, 1));
        normed.muliColumnVector(sums);
        Nd4j.exec(new Mean(result, sums, true, 1));
        result.subiColumnVector(sums).subi(normed).muliColumnVector(deviation);
    }

    @Override
    public void gelu(Tensor input, Tensor output) {
        Shapes.requireSame("output", output, input);
        INDArray result = vector(output);
        normalDistribution(vector(input), result);
        result.muli(vector(input));
    }

    @Override
    public void geluBackward(Tensor input, Tensor grad) {
        Shapes.requireSame("grad", grad, input);
        INDArray x = vector(input);
        INDArray slope = scratch.vector(Slot.FIRST, x.length());
        INDArray density = scratch.vector(Slot.SECOND, x.length());
        // gelu'(x) = Φ(x) + x φ(x)
        normalDistribution(x, slope);
        x.mul(x, density);
        density.muli(-0.5);
        Nd4j.exec(new Exp(density, density));
        slope.addi(density.muli(INV_SQRT_2PI).muli(x));
        vector(grad).muli(slope);
    }

    /** {@code Φ(x) = (1 + erf(x/√2))/2}. */
    private static void normalDistribution(INDArray input, INDArray output) {
        input.muli(SQRT_HALF, output);
        Nd4j.exec(new Erf(output, output));
        output.addi(1).muli(0.5);
    }

    @Override
    public void tanh(Tensor input, Tensor output) {
        Shapes.requireSame("output", output, input);
        Nd4j.exec(new Tanh(vector(input), vector(output)));
    }

    @Override
    public void tanhBackward(Tensor output, Tensor grad) {
        Shapes.requireSame("grad", grad, output);
        INDArray y = vector(output);
        INDArray slope = scratch.vector(Slot.FIRST, y.length());
        y.mul(y, slope);
        vector(grad).muli(slope.rsubi(1));
    }

    @Override
    public void dropout(Tensor tensor, double prob, Draws draws) {
        Shapes.requireProbability(prob);
        if (prob > 0) {
            dropout.apply(vector(tensor), prob, draws);
        }
    }

    @Override
    public void dropoutOfSharedRows(Tensor tensor, int[] drawnAs, double prob, Draws draws) {
        Shapes.requireProbability(prob);
        Shapes.requireEntries("drawnAs", drawnAs, tensor);
        if (prob > 0) {
            int columns = tensor.columns();
            dropout.apply(
                    vector(tensor), prob, draws, i -> drawnAs[i / columns] * columns + i % columns);
        }
    }

    @Override
    public void embed(
            Sequences sequences, Tensor word, Tensor position, Tensor type, Tensor output) {
        Shapes.require("output", output, sequences.tokens(), word.columns());
        Shapes.requireColumns("position", position, word.columns());
        Shapes.requireColumns("type", type, word.columns());
        INDArray picked = scratch.matrix(Slot.FIRST, output.rows(), output.columns());
        Nd4jRows.gather(matrix(word), Nd4jRows.inputIds(sequences), matrix(output));
        Nd4jRows.gather(matrix(position), Nd4jRows.positions(sequences), picked);
        matrix(output).addi(picked);
        Nd4jRows.gather(matrix(type), Nd4jRows.tokenTypeIds(sequences), picked);
        matrix(output).addi(picked);
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
        INDArray grad = matrix(outputGrad);
        Nd4jRows.scatterAdd(matrix(wordGrad), Nd4jRows.inputIds(sequences), grad);
        Nd4jRows.scatterAdd(matrix(positionGrad), Nd4jRows.positions(sequences), grad);
        Nd4jRows.scatterAdd(matrix(typeGrad), Nd4jRows.tokenTypeIds(sequences), grad);
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
                Nd4jTensor.of(queryKeyValue),
                heads,
                prob,
                draws,
                Nd4jTensor.of(probabilities),
                Nd4jTensor.of(context));
    }

    @Override
    public void attentionBackward(
            Sequences sequences,
            Tensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            Tensor probabilities,
            Tensor contextGrad,
            Tensor scratchGrad,
            Tensor queryKeyValueGrad) {
        Shapes.requireAttention(sequences, queryKeyValue, heads, prob, probabilities, contextGrad);
        Shapes.requireSame("queryKeyValueGrad", queryKeyValueGrad, queryKeyValue);
        Shapes.requireElements("scratch", scratchGrad, Kernels.attentionSize(sequences, heads));
        attention.backward(
                sequences,
                Nd4jTensor.of(queryKeyValue),
                heads,
                prob,
                draws,
                Nd4jTensor.of(probabilities),
                Nd4jTensor.of(contextGrad),
                Nd4jTensor.of(scratchGrad),
                Nd4jTensor.of(queryKeyValueGrad));
    }

    @Override
    public void gatherRows(Tensor input, int[] rows, Tensor output) {
        Shapes.requireColumns("output", output, input.columns());
        Shapes.requireEntries("rows", rows, output);
        Nd4jRows.gather(matrix(input), Arrays.copyOf(rows, output.rows()), matrix(output));
    }

    @Override
    public void addGatheredRowsGrad(Tensor outputGrad, int[] rows, Tensor inputGrad) {
        Shapes.requireColumns("outputGrad", outputGrad, inputGrad.columns());
        Shapes.requireEntries("rows", rows, outputGrad);
        int[] picked = Arrays.copyOf(rows, outputGrad.rows());
        Nd4jRows.scatterAdd(matrix(inputGrad), picked, matrix(outputGrad));
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, int[] classes, float gradScale) {
        Shapes.requireEntries("classes", classes, logits);
        return crossEntropy.lossAndGrad(Nd4jTensor.of(logits), classes, gradScale);
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
        updates.update(
                rule,
                gradScale,
                Nd4jTensor.of(gradient),
                Nd4jTensor.of(firstMoment),
                Nd4jTensor.of(secondMoment),
                Nd4jTensor.of(parameters));
    }

    /** None: ND4J has rows only as copies, of which an update takes more time than it saves. */
    @Override
    public Optional<RowUpdates> rowUpdates() {
        return Optional.empty();
    }

    @Override
    public void close() {
        arrays.forEach(INDArray::close);
        arrays.clear();
        scratch.close();
        updates.close();
    }

    private void addColumnSums(INDArray matrix, Tensor target) {
        INDArray sums = scratch.matrix(Slot.COLUMNS, 1, target.columns());
        Nd4j.exec(new Sum(matrix, sums, true, 0));
        matrix(target).addi(sums);
    }

    private static INDArray vector(Tensor tensor) {
        return Nd4jTensor.of(tensor).vector();
    }

    private static INDArray matrix(Tensor tensor) {
        return Nd4jTensor.of(tensor).matrix();
    }

    private static INDArray transposed(Tensor tensor) {
        return Nd4jTensor.of(tensor).transposed();
    }
}
