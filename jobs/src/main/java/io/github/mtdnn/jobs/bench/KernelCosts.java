package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.kernels.Draws;
import io.github.mtdnn.kernels.IdleAdamW;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.RowUpdates;
import io.github.mtdnn.kernels.Sequences;
import io.github.mtdnn.kernels.Tensor;
import io.github.mtdnn.kernels.UpdateRule;
import java.util.Optional;

/**
 * What each operation costs at least, by the shapes of what it is given. These kernels compute
 * nothing: after a call of theirs {@link #last} is the cost of that operation.
 *
 * <p>Operations of arithmetic are those of the matrix products, a multiplication and an addition
 * counting as two. Bytes are those that have to be read and written once if nothing is in a cache
 * when the operation begins, each number being of four bytes; what an implementation reads twice or
 * writes in between is its own affair. Random numbers, exponentials and sums are not counted: in
 * the operations that have them memory ought to be what takes the time.
 */
final class KernelCosts implements Kernels, RowUpdates {
    private Cost last = Cost.NONE;

    /**
     * The least work of an operation.
     *
     * @param flops operations of its matrix products
     * @param bytes that go from and to memory
     */
    record Cost(double flops, double bytes) {
        static final Cost NONE = new Cost(0, 0);

        Cost plus(Cost other) {
            return new Cost(flops + other.flops, bytes + other.bytes);
        }

        Cost times(double factor) {
            return new Cost(flops * factor, bytes * factor);
        }
    }

    /** Of the operation that was called last. */
    Cost last() {
        return last;
    }

    private void memory(double numbers) {
        last = new Cost(0, Float.BYTES * numbers);
    }

    private void product(double multiplications, double numbers) {
        last = new Cost(2 * multiplications, Float.BYTES * numbers);
    }

    private static double size(Tensor tensor) {
        return (double) tensor.rows() * tensor.columns();
    }

    // Memory

    @Override
    public String name() {
        last = Cost.NONE;
        return "costs";
    }

    @Override
    public String describe() {
        last = Cost.NONE;
        return "costs of the kernels' operations";
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        last = Cost.NONE;
        return null;
    }

    @Override
    public Tensor view(Tensor flat, long offset, int rows, int columns) {
        last = Cost.NONE;
        return null;
    }

    @Override
    public void close() {
        last = Cost.NONE;
    }

    @Override
    public void write(float[] source, int from, Tensor target) {
        memory(2 * size(target));
    }

    @Override
    public void read(Tensor source, float[] target, int to) {
        memory(2 * size(source));
    }

    @Override
    public void fill(Tensor tensor, float value) {
        memory(size(tensor));
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        memory(2 * size(source));
    }

    // Arithmetic

    @Override
    public void add(Tensor source, Tensor target) {
        memory(3 * size(source));
    }

    @Override
    public void addScaled(float factor, Tensor source, Tensor target) {
        memory(3 * size(source));
    }

    @Override
    public void scale(Tensor tensor, float factor) {
        memory(2 * size(tensor));
    }

    @Override
    public double sumOfSquares(Tensor tensor) {
        memory(size(tensor));
        return 0;
    }

    // Layers

    /** N I O multiplications. */
    @Override
    public void linear(Tensor input, Tensor weight, Tensor bias, Tensor output) {
        product(
                size(input) * output.columns(),
                size(input) + size(weight) + size(bias) + size(output));
    }

    /** N I O multiplications. */
    @Override
    public void assumeConstant(Tensor weight) {
        last = Cost.NONE;
    }

    @Override
    public void linearInputGrad(Tensor outputGrad, Tensor weight, Tensor inputGrad) {
        product(
                size(outputGrad) * inputGrad.columns(),
                size(outputGrad) + size(weight) + size(inputGrad));
    }

    /** N I O multiplications. */
    @Override
    public void addLinearInputGrad(Tensor outputGrad, Tensor weight, Tensor inputGrad) {
        product(
                size(outputGrad) * inputGrad.columns(),
                size(outputGrad) + size(weight) + 2 * size(inputGrad));
    }

    /** N I O multiplications; the gradients are read and written. */
    @Override
    public void linearWeightGrad(
            Tensor input, Tensor outputGrad, Tensor weightGrad, Tensor biasGrad) {
        product(
                size(input) * outputGrad.columns(),
                size(input) + size(outputGrad) + 2 * (size(weightGrad) + size(biasGrad)));
    }

    @Override
    public void layerNorm(
            Tensor input, Tensor gain, Tensor bias, float epsilon, Tensor output, Tensor moments) {
        memory(size(input) + size(gain) + size(bias) + size(output) + size(moments));
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
        memory(
                size(input)
                        + size(moments)
                        + size(gain)
                        + size(outputGrad)
                        + size(inputGrad)
                        + 2 * (size(gainGrad) + size(biasGrad)));
    }

    @Override
    public void gelu(Tensor input, Tensor output) {
        memory(size(input) + size(output));
    }

    @Override
    public void geluBackward(Tensor input, Tensor grad) {
        memory(size(input) + 2 * size(grad));
    }

    @Override
    public void tanh(Tensor input, Tensor output) {
        memory(size(input) + size(output));
    }

    @Override
    public void tanhBackward(Tensor output, Tensor grad) {
        memory(size(output) + 2 * size(grad));
    }

    @Override
    public void dropout(Tensor tensor, double prob, Draws draws) {
        memory(prob == 0 ? 0 : 2 * size(tensor));
    }

    @Override
    public void dropoutOfSharedRows(Tensor tensor, int[] drawnAs, double prob, Draws draws) {
        dropout(tensor, prob, draws);
    }

    /** A row of the word embeddings for each token; positions and types stay in the cache. */
    @Override
    public void embed(
            Sequences sequences, Tensor word, Tensor position, Tensor type, Tensor output) {
        memory(2 * size(output));
    }

    /** Of the word embeddings the rows of the tokens, read and written. */
    @Override
    public void embedBackward(
            Sequences sequences,
            Tensor outputGrad,
            Tensor wordGrad,
            Tensor positionGrad,
            Tensor typeGrad) {
        memory(3 * size(outputGrad));
    }

    /** Two products, of D Σ T² multiplications each. */
    @Override
    public void attention(
            Sequences sequences,
            Tensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            Tensor probabilities,
            Tensor context) {
        double entries = Kernels.attentionSize(sequences, heads);
        product(
                2 * entries / heads * context.columns(),
                size(queryKeyValue) + size(context) + entries);
    }

    /** Four products, of D Σ T² multiplications each. */
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
        double entries = Kernels.attentionSize(sequences, heads);
        product(
                4 * entries / heads * contextGrad.columns(),
                size(queryKeyValue) + size(contextGrad) + size(queryKeyValueGrad) + entries);
    }

    @Override
    public void gatherRows(Tensor input, int[] rows, Tensor output) {
        memory(2 * size(output));
    }

    @Override
    public void addGatheredRowsGrad(Tensor outputGrad, int[] rows, Tensor inputGrad) {
        memory(3 * size(outputGrad));
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, int[] classes, float gradScale) {
        memory(2 * size(logits));
        return 0;
    }

    /** Reads and writes all four. */
    @Override
    public void update(
            UpdateRule rule,
            float gradScale,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment,
            Tensor parameters) {
        memory(2 * (size(gradient) + size(firstMoment) + size(secondMoment) + size(parameters)));
    }

    @Override
    public Optional<RowUpdates> rowUpdates() {
        last = Cost.NONE;
        return Optional.of(this);
    }

    @Override
    public double sumOfSquaresOfRows(Tensor table, int[] rows, int count) {
        memory((double) count * table.columns());
        return 0;
    }

    /** Reads and writes rows of all four. */
    @Override
    public void updateRows(
            UpdateRule.AdamW rule,
            float gradScale,
            int[] rows,
            int count,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment,
            Tensor parameters) {
        memory(8.0 * count * parameters.columns());
    }

    /** Reads and writes rows of the two moments and the parameters. */
    @Override
    public void catchUpRows(
            IdleAdamW[] missed,
            int[] numbers,
            int[] rows,
            int count,
            Tensor firstMoment,
            Tensor secondMoment,
            Tensor parameters) {
        memory(6.0 * count * parameters.columns());
    }
}
