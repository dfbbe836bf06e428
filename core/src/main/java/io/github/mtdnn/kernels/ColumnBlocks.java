package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A copy in bfloat16 of a matrix M (inner, columns), block after block of some columns, each row
 * after row. The transpose of a block is the left factor of a product that gives as many rows of Mᵀ
 * B. The inner dimension is filled up with zeros like that of a {@link PackedFactor}.
 */
final class ColumnBlocks {
    /** Columns of a block, so few that small matrices have blocks for many threads. */
    private static final int NARROW = 32;

    /** Columns of a block of a matrix that has {@link #MANY}. */
    private static final int WIDE = 64;

    private static final int MANY = 512;

    private final ThreadTeam team;
    private final CpuScratch copy = new CpuScratch();

    /** For each member of the team. */
    private final OneDnnRounding[] roundings;

    private final CpuScratch[] rounded;

    private int columns;
    private int width;
    private int inner;
    private long start;

    ColumnBlocks(ThreadTeam team) {
        this.team = team;
        roundings = OneDnnRounding.forEach(team);
        rounded = CpuScratch.forEach(team);
    }

    /**
     * Copies a matrix, and sums up its columns on the way.
     *
     * @param sums {@link ColumnSums#begin begun} for it
     */
    ColumnBlocks of(CpuTensor matrix, ColumnSums sums) {
        int rows = matrix.rows();
        columns = matrix.columns();
        width = columns < MANY ? NARROW : WIDE;
        inner = PackedFactor.padded(rows);
        CpuTensor copied = copy.ofSize(((long) columns * inner + 1) / 2);
        start = copied.address(0);
        ByteBuffer target = copied.matrix();
        Parts parts = sums.parts();
        team.run(
                parts.count(),
                (part, member) -> {
                    int first = parts.first(part);
                    int whole = parts.length(part);
                    int count = (part == parts.count() - 1 ? inner : parts.end(part)) - first;
                    CpuTensor own = rounded[member].ofSize(((long) count * columns + 1) / 2);
                    if (whole < count) {
                        ElementLoops.fill(own.matrix(), 0, (count * columns + 1) / 2, 0);
                    }
                    roundings[member].round(
                            matrix.address((long) first * columns),
                            whole * columns,
                            own.address(0));
                    sums.sum(matrix, part);
                    for (int block = 0; block < count(); block++) {
                        copyBlock(
                                own.matrix(),
                                block * width * Short.BYTES,
                                columns * Short.BYTES,
                                count,
                                target,
                                (firstColumn(block) * inner + first * widthOf(block)) * Short.BYTES,
                                widthOf(block));
                    }
                });
        return this;
    }

    /** Some rows of a block. */
    private static void copyBlock(
            ByteBuffer source,
            int from,
            int sourceBytes,
            int rows,
            ByteBuffer target,
            int to,
            int width) {
        int bytes = width * Short.BYTES;
        int whole = bytes & -Lanes.BYTES;
        for (int row = 0; row < rows; row++) {
            int a = from + row * sourceBytes;
            int b = to + row * bytes;
            for (int d = 0; d < whole; d += Lanes.BYTES) {
                Lanes.store(Lanes.load(source, a + d), target, b + d);
            }
            for (int d = whole; d < bytes; d += Short.BYTES) {
                target.putShort(b + d, source.getShort(a + d));
            }
        }
    }

    /** Blocks. */
    int count() {
        return (columns + width - 1) / width;
    }

    int firstColumn(int block) {
        return block * width;
    }

    int widthOf(int block) {
        return Math.min(width, columns - firstColumn(block));
    }

    /** Rows of each block, with those of zeros. */
    int inner() {
        return inner;
    }

    /** Where a block lies, until the next matrix is copied. */
    long address(int block) {
        return start + (long) firstColumn(block) * inner * Short.BYTES;
    }

    void free() {
        copy.free();
        Arrays.stream(roundings).forEach(OneDnnRounding::free);
        Arrays.stream(rounded).forEach(CpuScratch::free);
    }
}
