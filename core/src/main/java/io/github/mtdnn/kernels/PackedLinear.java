package io.github.mtdnn.kernels;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In bfloat16, some whole rows of the result at a time. Factors are copies, row after row on the
 * left and {@link PackedFactor packed} on the right: only so does oneDNN take its fastest code.
 */
final class PackedLinear implements CpuLinear {
    /** Of a part of the result. With fewer, each row takes longer. */
    private static final int LEAST_ROWS = 2 * Product.STEP;

    /** So that large results have parts for many threads. */
    private static final int MOST_ROWS = 256;

    private final ThreadTeam team;
    private final Product[] products;
    private final OneDnnRounding[] roundings;
    private final CpuScratch[] left;
    private final ColumnBlocks leftTransposed;
    private final PackedFactor right;
    private final ColumnSums sums = new ColumnSums();
    private final Map<CpuTensor, Constant> constants = new IdentityHashMap<>();

    PackedLinear(ThreadTeam team) {
        this.team = team;
        products =
                Stream.generate(OneDnnProduct::ofBfloat16)
                        .limit(team.members())
                        .toArray(Product[]::new);
        roundings = OneDnnRounding.forEach(team);
        left = CpuScratch.forEach(team);
        leftTransposed = new ColumnBlocks(team);
        right = new PackedFactor(team);
    }

    @Override
    public void forward(CpuTensor input, CpuTensor weight, CpuTensor bias, CpuTensor output) {
        Constant constant = constants.get(weight);
        long w = constant == null ? right.ofTransposed(weight) : constant.packed(weight, right);
        multiply(input, w, bias.address(0), output, false);
    }

    @Override
    public void assumeConstant(CpuTensor weight) {
        constants.computeIfAbsent(weight, first -> new Constant());
    }

    @Override
    public void inputGrad(
            CpuTensor outputGrad, CpuTensor weight, CpuTensor inputGrad, boolean adds) {
        multiply(outputGrad, right.of(weight), Product.NONE, inputGrad, adds);
    }

    /**
     * {@code C = A B + bias}, or {@code C += A B} where it adds. Who multiplies some rows of A also
     * rounds them, so that they are in the cache of that core.
     *
     * @param b packed, as many rows as A has columns
     * @param bias address, if there is one
     */
    private void multiply(CpuTensor a, long b, long bias, CpuTensor result, boolean adds) {
        int inner = a.columns();
        int rowBytes = inner * Short.BYTES;
        int columns = result.columns();
        Parts parts = Parts.of(result.rows(), Product.STEP, LEAST_ROWS, MOST_ROWS);
        team.run(
                parts.count(),
                (part, member) -> {
                    int first = parts.first(part);
                    int end = parts.end(part);
                    int elements = (end - first) * inner;
                    long rounded = left[member].ofSize((elements + 1) / 2).address(0);
                    roundings[member].round(a.address((long) first * inner), elements, rounded);
                    for (int row = first, next; row < end; row = next) {
                        next = Product.next(row, end);
                        products[member]
                                .shape(next - row, columns, inner)
                                .left(rounded + (long) (row - first) * rowBytes, inner)
                                .rightPacked(b)
                                .bias(bias)
                                .into(result.address((long) row * columns), columns, adds);
                    }
                });
    }

    @Override
    public void weightGrad(
            CpuTensor input, CpuTensor outputGrad, CpuTensor weightGrad, CpuTensor biasGrad) {
        sums.begin(outputGrad);
        ColumnBlocks dy = leftTransposed.of(outputGrad, sums);
        sums.addTo(biasGrad);
        long x = right.of(input);
        int in = input.columns();
        team.run(
                dy.count(),
                (block, member) -> {
                    int rows = dy.widthOf(block);
                    products[member]
                            .shape(rows, in, dy.inner())
                            .leftTransposed(dy.address(block), rows)
                            .rightPacked(x)
                            .into(weightGrad.address((long) dy.firstColumn(block) * in), in, true);
                });
    }

    @Override
    public void free() {
        Arrays.stream(products).forEach(Product::free);
        Arrays.stream(roundings).forEach(OneDnnRounding::free);
        Arrays.stream(left).forEach(CpuScratch::free);
        leftTransposed.free();
        right.free();
        constants.values().forEach(Constant::free);
        constants.clear();
        sums.free();
    }

    /** A weight that is packed once, when it is first used. */
    private static final class Constant {
        private final CpuScratch memory = new CpuScratch();
        private Optional<Long> copy = Optional.empty();

        long packed(CpuTensor weight, PackedFactor packer) {
            if (copy.isEmpty()) {
                copy = Optional.of(packer.ofTransposed(weight, memory));
            }
            return copy.get();
        }

        void free() {
            memory.free();
        }
    }
}
