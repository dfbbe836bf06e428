package io.github.mtdnn.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same products of the same rounded factors, with the factors in other orders. */
class PackedLinearTest {
    private static final double TOLERANCE = 1e-5;

    private final ThreadTeam team = new ThreadTeam(2);
    private final Random random = new Random(8);

    @BeforeEach
    void oneDnnPacks() {
        assumeTrue(
                OneDnn.multipliesBfloat16Fast() && OneDnnProduct.packsBfloat16(),
                "oneDNN packs factors on processors with instructions for bf16 alone");
    }

    @AfterEach
    void close() {
        team.close();
    }

    @ParameterizedTest
    @CsvSource({"777, 130, 70", "64, 768, 2304", "420, 128, 512", "1300, 96, 33", "5, 257, 600"})
    void agreesWithProductsOfTiles(int tokens, int in, int out) {
        CpuTensor x = numbers(tokens, in);
        CpuTensor w = numbers(out, in);
        CpuTensor dy = numbers(tokens, out);
        CpuTensor bias = numbers(1, out);
        CpuLinear tiled = new TiledLinear(team, Products.oneDnnBfloat16());
        CpuLinear packed = new PackedLinear(team);
        CpuTensor[] expected = results(tiled, x, w, bias, dy);
        CpuTensor[] actual = results(packed, x, w, bias, dy);
        for (int i = 0; i < expected.length; i++) {
            assertClose(actual[i], expected[i]);
        }
    }

    @Test
    void readsAWeightAgainUnlessItIsConstant() {
        CpuLinear linear = new PackedLinear(team);
        CpuTensor x = numbers(40, 30);
        CpuTensor bias = zeros(1, 20);
        CpuTensor y = zeros(40, 20);
        CpuTensor changes = numbers(20, 30);
        CpuTensor stays = numbers(20, 30);
        linear.assumeConstant(stays);
        for (CpuTensor weight : List.of(changes, stays)) {
            linear.forward(x, weight, bias, y);
            ElementLoops.fill(weight.matrix(), 0, 20 * 30, 0);
        }
        linear.forward(x, changes, bias, y);
        assertThat(at(y, 0)).isZero();
        linear.forward(x, stays, bias, y);
        assertThat(at(y, 0)).isNotZero();
    }

    private static CpuTensor[] results(
            CpuLinear linear, CpuTensor x, CpuTensor w, CpuTensor bias, CpuTensor dy) {
        CpuTensor y = zeros(dy.rows(), dy.columns());
        CpuTensor dx = zeros(x.rows(), x.columns());
        CpuTensor dw = zeros(w.rows(), w.columns());
        CpuTensor db = zeros(1, bias.columns());
        linear.forward(x, w, bias, y);
        linear.inputGrad(dy, w, dx, false);
        linear.inputGrad(dy, w, dx, true);
        linear.weightGrad(x, dy, dw, db);
        linear.weightGrad(x, dy, dw, db);
        return new CpuTensor[] {y, dx, dw, db};
    }

    private static CpuTensor zeros(int rows, int columns) {
        return new CpuTensor(CpuMemory.allocate((long) rows * columns), rows, columns);
    }

    private CpuTensor numbers(int rows, int columns) {
        CpuTensor tensor = zeros(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            tensor.matrix().putFloat(i * Float.BYTES, (float) random.nextGaussian());
        }
        return tensor;
    }

    private static void assertClose(CpuTensor actual, CpuTensor expected) {
        double largest = 0;
        double error = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(at(expected, i)));
            error = Math.max(error, Math.abs(at(actual, i) - at(expected, i)));
        }
        assertThat(largest).isPositive();
        assertThat(error).isLessThan(TOLERANCE * largest);
    }

    private static float at(CpuTensor tensor, int element) {
        return tensor.matrix().getFloat(element * Float.BYTES);
    }
}
