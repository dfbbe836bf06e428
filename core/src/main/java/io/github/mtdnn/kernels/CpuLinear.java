package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;

/** Products with weights, tile by tile of the result. */
final class CpuLinear {
    /** Columns whose sums are one block of work. */
    private static final int SUM_COLUMNS = 64;

    /** Rows summed up before the sum joins the others, so that rounding errors stay small. */
    private static final int SUM_ROWS = 64;

    /** Elements of a weight's gradient to which partial ones are added at a time. */
    private static final int SUM_BLOCK = 1 << 13;

    private static final int LEAST_ROWS = 64;
    private static final int LEAST_COLUMNS = 128;

    /** Least side of a tile of a weight's gradient, whose products are long and narrow. */
    private static final int LEAST_SIDE = 256;

    /** Tokens over which a partial gradient is worth the memory it passes through. */
    private static final int LEAST_TOKENS = 256;

    private final ThreadTeam team;
    private final Blas[] blas;
    private final CpuScratch partial = new CpuScratch();

    /** One for each member of the team. */
    private final CpuScratch[] sumParts;

    CpuLinear(ThreadTeam team, Blas[] blas) {
        this.team = team;
        this.blas = blas;
        sumParts = Stream.generate(CpuScratch::new).limit(blas.length).toArray(CpuScratch[]::new);
    }

    void forward(CpuTensor input, CpuTensor weight, CpuTensor bias, CpuTensor output) {
        int in = input.columns();
        int out = output.columns();
        ByteBuffer biases = bias.matrix();
        ByteBuffer results = output.matrix();
        Tiles tiles = Tiles.of(output.rows(), out, LEAST_ROWS, LEAST_COLUMNS);
        team.run(
                tiles.count(),
                (tile, member) -> {
                    int row = tiles.firstRow(tile);
                    int column = tiles.firstColumn(tile);
                    int rows = tiles.rowsOf(tile);
                    int columns = tiles.columnsOf(tile);
                    int biasAt = column * Float.BYTES;
                    for (int r = row; r < row + rows; r++) {
                        int at = (r * out + column) * Float.BYTES;
                        ElementLoops.copy(biases, biasAt, results, at, columns);
                    }
                    blas[member].multiply(
                            rows,
                            columns,
                            in,
                            1,
                            input.address((long) row * in),
                            in,
                            false,
                            weight.address((long) column * in),
                            in,
                            true,
                            1,
                            output.address((long) row * out + column),
                            out);
                });
    }

    /**
     * @param keep 0 to write the gradient, 1 to add it
     */
    void inputGrad(CpuTensor outputGrad, CpuTensor weight, CpuTensor inputGrad, float keep) {
        int in = inputGrad.columns();
        int out = outputGrad.columns();
        Tiles tiles = Tiles.of(inputGrad.rows(), in, LEAST_ROWS, LEAST_COLUMNS);
        team.run(
                tiles.count(),
                (tile, member) -> {
                    int row = tiles.firstRow(tile);
                    int column = tiles.firstColumn(tile);
                    blas[member].multiply(
                            tiles.rowsOf(tile),
                            tiles.columnsOf(tile),
                            out,
                            1,
                            outputGrad.address((long) row * out),
                            out,
                            false,
                            weight.address(column),
                            in,
                            false,
                            keep,
                            inputGrad.address((long) row * in + column),
                            in);
                });
    }

    /**
     * Small weights have too few tiles to share out; their tokens are cut into spans as well. The
     * first span adds to the gradient itself, each other one has a partial gradient of its own.
     */
    void weightGrad(
            CpuTensor input, CpuTensor outputGrad, CpuTensor weightGrad, CpuTensor biasGrad) {
        int in = input.columns();
        int out = outputGrad.columns();
        int tokens = input.rows();
        long size = weightGrad.size();
        ByteBuffer grads = outputGrad.matrix();
        ByteBuffer sums = biasGrad.matrix();
        Tiles tiles = Tiles.of(out, in, LEAST_SIDE, LEAST_SIDE);
        int wanted = (Tiles.WANTED + tiles.count() - 1) / tiles.count();
        int spans = Math.max(1, Math.min(wanted, tokens / LEAST_TOKENS));
        CpuTensor partials = spans > 1 ? partial.ofSize((spans - 1) * size) : weightGrad;
        int products = tiles.count() * spans;
        int sumCount = (out + SUM_COLUMNS - 1) / SUM_COLUMNS;
        team.run(
                products + sumCount,
                (block, member) -> {
                    if (block >= products) {
                        int first = (block - products) * SUM_COLUMNS;
                        int end = Math.min(out, first + SUM_COLUMNS);
                        addColumnSums(
                                grads,
                                tokens,
                                out,
                                first,
                                end,
                                sumParts[member].ofSize(SUM_COLUMNS).matrix(),
                                sums);
                        return;
                    }
                    int tile = block / spans;
                    int span = block % spans;
                    int row = tiles.firstRow(tile);
                    int column = tiles.firstColumn(tile);
                    long place = (long) row * in + column;
                    int token = (int) ((long) tokens * span / spans);
                    int end = (int) ((long) tokens * (span + 1) / spans);
                    blas[member].multiply(
                            tiles.rowsOf(tile),
                            tiles.columnsOf(tile),
                            end - token,
                            1,
                            outputGrad.address((long) token * out + row),
                            out,
                            true,
                            input.address((long) token * in + column),
                            in,
                            false,
                            span == 0 ? 1 : 0,
                            span == 0
                                    ? weightGrad.address(place)
                                    : partials.address((span - 1) * size + place),
                            in);
                });
        if (spans > 1) {
            addPartials(partials, spans - 1, weightGrad);
        }
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

    /**
     * Adds the sums of some columns. The sums of {@link #SUM_ROWS} rows are in memory, not in
     * vectors: those that live through two loops would become objects.
     *
     * @param part memory for {@link #SUM_COLUMNS} sums
     */
    private static void addColumnSums(
            ByteBuffer matrix,
            int rows,
            int columns,
            int first,
            int end,
            ByteBuffer part,
            ByteBuffer sums) {
        int count = end - first;
        for (int row = 0; row < rows; row += SUM_ROWS) {
            ElementLoops.fill(part, 0, count, 0);
            int stop = Math.min(rows, row + SUM_ROWS);
            for (int r = row; r < stop; r++) {
                ElementLoops.add(matrix, (r * columns + first) * Float.BYTES, part, 0, count);
            }
            ElementLoops.add(part, 0, sums, first * Float.BYTES, count);
        }
    }

    void free() {
        partial.free();
        Arrays.stream(sumParts).forEach(CpuScratch::free);
    }
}
