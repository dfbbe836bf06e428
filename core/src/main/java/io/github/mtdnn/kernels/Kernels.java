package io.github.mtdnn.kernels;

import java.util.Optional;

/**
 * Dense arithmetic in float32 on tensors that these kernels allocate. The network is written
 * against this interface alone; an implementation serves one kind of device.
 *
 * <p>Nothing here allocates memory for numbers but {@link #allocate}. Unless said otherwise an
 * output has the shape of its input, a gradient of a weight is <em>added</em> to what stands there,
 * a gradient of an input is <em>written</em>, and inputs and outputs must not overlap. Instances
 * are used by one thread at a time.
 *
 * <p>Letters of the shapes: N tokens, B sequences, D hidden size, A attention heads, I columns in,
 * O columns out, M rows picked, C classes.
 */
public interface Kernels extends AutoCloseable {

    /** A short name for logs and tables, for example {@code cpu} or {@code nd4j}. */
    String name();

    /** One line for logs: which implementation, on which backend, BLAS and threads. */
    String describe();

    // Memory

    /** A new tensor of zeros with {@code rows} as its capacity. */
    Tensor allocate(int rows, int columns);

    /**
     * A tensor over part of another's memory: element (0, 0) of the view is element {@code offset}
     * of {@code flat} in row-major order.
     */
    Tensor view(Tensor flat, long offset, int rows, int columns);

    /** Copies rows·columns numbers from {@code source}, beginning at {@code from}. */
    void write(float[] source, int from, Tensor target);

    /** Copies rows·columns numbers to {@code target}, beginning at {@code to}. */
    void read(Tensor source, float[] target, int to);

    void fill(Tensor tensor, float value);

    void copy(Tensor source, Tensor target);

    // Arithmetic

    /** {@code target += source}. */
    void add(Tensor source, Tensor target);

    /** {@code target += factor · source}. */
    void addScaled(float factor, Tensor source, Tensor target);

    /** {@code tensor *= factor}. */
    void scale(Tensor tensor, float factor);

    /** Σ x², summed in double precision. */
    double sumOfSquares(Tensor tensor);

    // Layers

    /**
     * {@code Y = X Wᵀ + b}.
     *
     * @param input X: (N, I)
     * @param weight W: (O, I)
     * @param bias b: (1, O)
     * @param output Y: (N, O)
     */
    void linear(Tensor input, Tensor weight, Tensor bias, Tensor output);

    /**
     * A promise that a weight keeps the values it has now, so that {@link #linear} need not read it
     * again each time. Kernels may keep it in a form of their own besides, until they are closed.
     *
     * @param weight W, the very tensor that is given to {@code linear}
     */
    void assumeConstant(Tensor weight);

    /** {@code dX = dY W}: (N, I), written. */
    void linearInputGrad(Tensor outputGrad, Tensor weight, Tensor inputGrad);

    /** {@code dX += dY W}: (N, I), added. */
    void addLinearInputGrad(Tensor outputGrad, Tensor weight, Tensor inputGrad);

    /** {@code dW += dYᵀ X} (O, I) and {@code db += Σ_n dY_n} (1, O). */
    void linearWeightGrad(Tensor input, Tensor outputGrad, Tensor weightGrad, Tensor biasGrad);

    /**
     * {@code y = (x - mean(x)) / sqrt(var(x) + epsilon) ∘ gain + bias} per row, with the biased
     * variance (Ba et al. 2016).
     *
     * @param input (N, D)
     * @param gain (1, D)
     * @param bias (1, D)
     * @param output (N, D)
     * @param moments (N, 2): mean and 1/sqrt(var + epsilon) of each row, for the backward pass
     */
    void layerNorm(
            Tensor input, Tensor gain, Tensor bias, float epsilon, Tensor output, Tensor moments);

    /** Writes {@code inputGrad}, adds to {@code gainGrad} and {@code biasGrad}. */
    void layerNormBackward(
            Tensor input,
            Tensor moments,
            Tensor gain,
            Tensor outputGrad,
            Tensor inputGrad,
            Tensor gainGrad,
            Tensor biasGrad);

    /** {@code y = x/2 · (1 + erf(x/√2))}. */
    void gelu(Tensor input, Tensor output);

    /** {@code grad *= gelu'(input)}, in place. */
    void geluBackward(Tensor input, Tensor grad);

    /** {@code y = tanh(x)}. */
    void tanh(Tensor input, Tensor output);

    /** {@code grad *= 1 - output²}, in place. */
    void tanhBackward(Tensor output, Tensor grad);

    /**
     * Zeroes each element with probability {@code prob} and multiplies the others by 1/(1 - prob),
     * in place. The same call with the same draws on the gradient is its backward pass. Nothing
     * happens at probability 0.
     */
    void dropout(Tensor tensor, double prob, Draws draws);

    /**
     * Dropout in which rows share their draws (variational dropout, Gal and Ghahramani 2016): row n
     * is treated as row {@code drawnAs[n]} of {@link #dropout} would be.
     *
     * @param tensor (N, D)
     * @param drawnAs entries 0 to N-1 count
     */
    void dropoutOfSharedRows(Tensor tensor, int[] drawnAs, double prob, Draws draws);

    /**
     * {@code output_n = word[id_n] + position[n - start of its sequence] + type[type_n]}.
     *
     * @param output (N, D)
     */
    void embed(Sequences sequences, Tensor word, Tensor position, Tensor type, Tensor output);

    /** Adds the gradients of the rows that the batch looked up. */
    void embedBackward(
            Sequences sequences,
            Tensor outputGrad,
            Tensor wordGrad,
            Tensor positionGrad,
            Tensor typeGrad);

    /**
     * Scaled dot-product attention within each sequence, for each attention head a of width D/A:
     *
     * <pre>
     *   P_a = softmax(Q_a K_aᵀ / √(D/A));   context_a = Dropout(P_a) V_a
     * </pre>
     *
     * @param queryKeyValue [Q K V]: (N, 3D)
     * @param heads A
     * @param prob probability of dropping an entry of P
     * @param draws element index of an entry: its position in {@code probabilities}
     * @param probabilities P before dropout, at least {@link #attentionSize} elements: for each
     *     sequence, for each head, a (T, T) matrix, one after the other; for the backward pass
     * @param context (N, D)
     */
    void attention(
            Sequences sequences,
            Tensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            Tensor probabilities,
            Tensor context);

    /**
     * Writes {@code queryKeyValueGrad}: (N, 3D).
     *
     * @param scratch memory of the size of {@code probabilities}; its contents are lost
     */
    void attentionBackward(
            Sequences sequences,
            Tensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            Tensor probabilities,
            Tensor contextGrad,
            Tensor scratch,
            Tensor queryKeyValueGrad);

    /** Elements that {@link #attention} stores for a batch: A · Σ_b T_b². */
    static long attentionSize(Sequences sequences, int heads) {
        int[] offsets = sequences.offsets();
        long size = 0;
        for (int b = 0; b < sequences.count(); b++) {
            long length = offsets[b + 1] - offsets[b];
            size += heads * length * length;
        }
        return size;
    }

    /**
     * {@code output_m = input[rows_m]}.
     *
     * @param input (N, D)
     * @param rows entries 0 to M-1 count
     * @param output (M, D)
     */
    void gatherRows(Tensor input, int[] rows, Tensor output);

    /** {@code inputGrad[rows_m] += outputGrad_m}, in the order of m: what went through a gather. */
    void addGatheredRowsGrad(Tensor outputGrad, int[] rows, Tensor inputGrad);

    /**
     * Cross-entropy of a softmax over each row, with its gradient in place of the logits:
     *
     * <pre>
     *   loss = -Σ_m log P_m[y_m],  P = softmax(Z);   Z ← gradScale · (P - onehot(y))
     * </pre>
     *
     * @param logits Z: (M, C)
     * @param classes y, each from 0 to C-1; entries 0 to M-1 count
     * @return the loss, summed in double precision; NaN where a logit is none
     */
    double softmaxCrossEntropy(Tensor logits, int[] classes, float gradScale);

    // Optimiser updates, over flat tensors of one length

    /**
     * {@code g = gradScale · gradient}, then one update of {@code parameters} and of the optimiser
     * state as the rule says. Afterwards the gradient is zero.
     *
     * @param firstMoment m
     * @param secondMoment v (Adam) or u (Adamax)
     */
    void update(
            UpdateRule rule,
            float gradScale,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment,
            Tensor parameters);

    /** Updates of rows alone, where they are faster than updates of all of a table. */
    Optional<RowUpdates> rowUpdates();

    /** Frees the memory of all tensors that these kernels gave out. */
    @Override
    void close();
}
