package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Tile by tile of the result, by products that take matrices as they lie in memory. */
final class TiledLinear implements CpuLinear {
    /** Elements of a weight's gradient to which partial ones are added at a time. */
    private static final int SUM_BLOCK = 1 << 13;

    private static final int LEAST_ROWS = 64;
    private static final int LEAST_COLUMNS = 128;

    /** Least side of a tile of a weight's gradient, whose products are long and narrow. */
    private static final int LEAST_SIDE = 256;

    /** Tokens over which a partial gradient is worth the memory it passes through. */
    private static final int LEAST_TOKENS = 256;

    private final ThreadTeam team;
    private final Product[] products;
    private final Operand left;
    private final Operand right;
    private final CpuScratch partial = new CpuScratch();
    private final ColumnSums sums = new ColumnSums();

    TiledLinear(ThreadTeam team, Products library) {
        this.team = team;
        products = library.productsOf(team);
        left = library.operand(team);
        right = library.operand(team);
    }

    @Override
    public void forward(CpuTensor input, CpuTensor weight, CpuTensor bias, CpuTensor output) {
        int in = input.columns();
        int out = output.columns();
        Operand x = left.of(input);
        Operand w = right.of(weight);
        Tiles tiles = Tiles.of(output.rows(), out, LEAST_ROWS, LEAST_COLUMNS);
        team.run(
                tiles.count(),
                (tile, member) -> {
                    long column = tiles.firstColumn(tile);
                    int end = tiles.endRow(tile);
                    for (int row = tiles.firstRow(tile), next; row < end; row = next) {
                        next = Product.next(row, end);
                        products[member]
                                .shape(next - row, tiles.columnsOf(tile), in)
                                .left(x.address((long) row * in), in)
                                .rightTransposed(w.address(column * in), in)
                                .bias(bias.address(column))
                                .into(output.address((long) row * out + column), out);
                    }
                });
    }

    @Override
    public void inputGrad(
            CpuTensor outputGrad, CpuTensor weight, CpuTensor inputGrad, boolean adds) {
        int in = inputGrad.columns();
        int out = outputGrad.columns();
        Operand dy = left.of(outputGrad);
        Operand w = right.of(weight);
        Tiles tiles = Tiles.of(inputGrad.rows(), in, LEAST_ROWS, LEAST_COLUMNS);
        team.run(
                tiles.count(),
                (tile, member) -> {
                    long column = tiles.firstColumn(tile);
                    int end = tiles.endRow(tile);
                    for (int row = tiles.firstRow(tile), next; row < end; row = next) {
                        next = Product.next(row, end);
                        products[member]
                                .shape(next - row, tiles.columnsOf(tile), out)
                                .left(dy.address((long) row * out), out)
                                .right(w.address(column), in)
                                .into(inputGrad.address((long) row * in + column), in, adds);
                    }
                });
    }

    /**
     * Small weights have too few tiles to share out; their tokens are cut into spans as well. The
     * first span adds to the gradient itself, each other one has a partial gradient of its own.
     */
    @Override
    public void weightGrad(
            CpuTensor input, CpuTensor outputGrad, CpuTensor weightGrad, CpuTensor biasGrad) {
        int in = input.columns();
        int out = outputGrad.columns();
        int tokens = input.rows();
        long size = weightGrad.size();
        sums.add(team, outputGrad, biasGrad);
        Operand dy = left.of(outputGrad);
        Operand x = right.of(input);
        Tiles tiles = Tiles.of(out, in, LEAST_SIDE, LEAST_SIDE);
        int wanted = (Tiles.WANTED + tiles.count() - 1) / tiles.count();
        int spans = Math.max(1, Math.min(wanted, tokens / LEAST_TOKENS));
        CpuTensor partials = spans > 1 ? partial.ofSize((spans - 1) * size) : weightGrad;
        int parts = tiles.count() * spans;
        team.run(
                parts,
                (block, member) -> {
                    int tile = block / spans;
                    int span = block % spans;
                    long row = tiles.firstRow(tile);
                    long column = tiles.firstColumn(tile);
                    long place = row * in + column;
                    long target =
                            span == 0
                                    ? weightGrad.address(place)
                                    : partials.address((span - 1) * size + place);
                    int first = spanStart(tokens, span, spans);
                    int end = spanStart(tokens, span + 1, spans);
                    for (int token = first, next; token < end; token = next) {
                        next = Product.next(token, end);
                        products[member]
                                .shape(tiles.rowsOf(tile), tiles.columnsOf(tile), next - token)
                                .leftTransposed(dy.address((long) token * out + row), out)
                                .right(x.address((long) token * in + column), in)
                                .into(target, in, span == 0 || token > first);
                    }
                });
        if (spans > 1) {
            addPartials(partials, spans - 1, weightGrad);
        }
    }

    /** Spans but the last are multiples of {@link Product#STEP}. */
    private static int spanStart(int tokens, int span, int spans) {
        return span == spans ? tokens : (int) ((long) tokens * span / spans) & -Product.STEP;
    }

    private void addPartials(CpuTensor partials, int count, CpuTensor weightGrad) {
        int size = (int) weightGrad.size(); // below LEAST_SIDE² · WANTED
        ByteBuffer parts = partials.matrix();
        ByteBuffer target = weightGrad.matrix();
        team.run(
                (size + SUM_BLOCK - 1) / SUM_BLOCK,
                (block, member) -> {
                    int at = block * SUM_BLOCK;
                    int length = Math.min(SUM_BLOCK, size - at);
                    for (int i = 0; i < count; i++) {
                        int from = (i * size + at) * Float.BYTES;
                        ElementLoops.add(parts, from, target, at * Float.BYTES, length);
                    }
                });
    }

    @Override
    public void free() {
        left.free();
        right.free();
        Arrays.stream(products).forEach(Product::free);
        partial.free();
        sums.free();
    }
}
