package io.github.mtdnn.kernels;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * In bfloat16, some whole rows of the result at a time. Factors are copies, row after row on the
 * left and {@link PackedFactor packed} on the right: only so does oneDNN take its fastest code.
 */
final class PackedLinear implements CpuLinear {
    private final ThreadTeam team;
    private final Product[] products;
    private final RoundedOperand[] left;
    private final ColumnBlocks leftTransposed;
    private final PackedFactor right;
    private final ColumnSums sums = new ColumnSums();

    PackedLinear(ThreadTeam team) {
        this.team = team;
        products =
                Stream.generate(OneDnnProduct::ofBfloat16)
                        .limit(team.members())
                        .toArray(Product[]::new);
        left =
                Stream.generate(() -> new RoundedOperand(new ThreadTeam(1)))
                        .limit(team.members())
                        .toArray(RoundedOperand[]::new);
        leftTransposed = new ColumnBlocks(team);
        right = new PackedFactor(team);
    }

    @Override
    public void forward(CpuTensor input, CpuTensor weight, CpuTensor bias, CpuTensor output) {
        long w = right.ofTransposed(weight);
        multiply(input, w, bias.address(0), output, false);
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
        int columns = result.columns();
        RowParts parts = RowParts.of(result.rows());
        team.run(
                parts.count(),
                (part, member) -> {
                    int first = parts.first(part);
                    int end = parts.end(part);
                    long from = (long) first * inner;
                    Operand rounded = left[member].of(a, from, (long) (end - first) * inner);
                    for (int row = first, next; row < end; row = next) {
                        next = RowParts.next(row, end);
                        products[member]
                                .shape(next - row, columns, inner)
                                .left(rounded.address((long) row * inner), inner)
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
        Arrays.stream(left).forEach(Operand::free);
        leftTransposed.free();
        right.free();
        sums.free();
    }
}
