package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.jobs.bench.KernelCosts.Cost;
import io.github.mtdnn.kernels.Kernels;
import io.github.mtdnn.kernels.KernelsFactory;
import io.github.mtdnn.kernels.Tensor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** N = 5 tokens in two sequences of 2 and 3, I = 6 columns in, O = 7 out, D = 8 hidden, A = 2. */
class KernelCostsTest {
    private final Kernels kernels = KernelsFactory.nd4j();
    private final Tensor input = kernels.allocate(5, 6);
    private final Tensor weight = kernels.allocate(7, 6);
    private final Tensor bias = kernels.allocate(1, 7);
    private final Tensor output = kernels.allocate(5, 7);
    private final Tensor queryKeyValue = kernels.allocate(5, 24);
    private final Tensor context = kernels.allocate(5, 8);
    private final Tensor probabilities = kernels.allocate(1, 2 * (4 + 9));
    private final Tensor flat = kernels.allocate(1, 100);

    @AfterEach
    void free() {
        kernels.close();
    }

    @Test
    void countsTheOperationsOfProducts() {
        double flops = 2 * 5 * 6 * 7;
        assertCost(costs -> costs.linear(input, weight, bias, output), flops, 30 + 42 + 7 + 35);
        assertCost(costs -> costs.linearInputGrad(output, weight, input), flops, 35 + 42 + 30);
        assertCost(
                costs -> costs.addLinearInputGrad(output, weight, input), flops, 35 + 42 + 2 * 30);
        assertCost(
                costs -> costs.linearWeightGrad(input, output, weight, bias),
                flops,
                30 + 35 + 2 * (42 + 7));
    }

    @Test
    void countsTheProductsOfAttentionWithinSequences() {
        PackedBatch sequences = new PackedBatch();
        sequences.clear(0);
        sequences.add(new int[2], new int[2], 0, 2, 0);
        sequences.add(new int[3], new int[3], 0, 3, 0);
        double product = 2 * 8 * (4 + 9);
        assertCost(
                costs ->
                        costs.attention(
                                sequences, queryKeyValue, 2, 0, null, probabilities, context),
                2 * product,
                120 + 40 + 26);
        assertCost(
                costs ->
                        costs.attentionBackward(
                                sequences,
                                queryKeyValue,
                                2,
                                0,
                                null,
                                probabilities,
                                context,
                                probabilities,
                                queryKeyValue),
                4 * product,
                120 + 40 + 120 + 26);
    }

    @Test
    void countsWhatOtherOperationsReadAndWrite() {
        assertCost(costs -> costs.copy(flat, flat), 0, 200);
        assertCost(costs -> costs.add(flat, flat), 0, 300);
        assertCost(costs -> costs.sumOfSquares(flat), 0, 100);
        assertCost(costs -> costs.gelu(output, output), 0, 70);
        assertCost(costs -> costs.geluBackward(output, output), 0, 105);
        assertCost(costs -> costs.dropout(flat, 0.1, null), 0, 200);
        assertCost(costs -> costs.dropout(flat, 0, null), 0, 0);
        assertCost(costs -> costs.update(null, 1, flat, flat, flat, flat), 0, 800);
        assertCost(costs -> costs.allocate(3, 4), 0, 0);
    }

    /** What was resized is no larger than it is used. */
    @Test
    void countsTheRowsInUse() {
        input.resize(2);
        output.resize(2);
        assertCost(
                costs -> costs.linear(input, weight, bias, output),
                2 * 2 * 6 * 7,
                12 + 42 + 7 + 14);
    }

    private void assertCost(Consumer<Kernels> call, double flops, double numbers) {
        KernelCosts costs = new KernelCosts();
        costs.fill(bias, 0); // of which nothing must be left
        call.accept(costs);
        assertThat(costs.last()).isEqualTo(new Cost(flops, Float.BYTES * numbers));
    }
}
