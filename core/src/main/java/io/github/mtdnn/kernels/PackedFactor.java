package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The right factor of products, B (inner, columns), as a copy in bfloat16 in the order in which the
 * processor's instructions take it (called VNNI; oneDNN's {@code BA16a64b2a}): blocks of {@link
 * #COLUMNS} columns, and in each block for each pair of rows the two elements of each column side
 * by side. What is missing in the last block, and from the last row to a multiple of {@link #ROWS},
 * is zero.
 */
final class PackedFactor {
    /** Of a block. */
    static final int COLUMNS = PairLoops.COLUMNS;

    /** The rows, with those of zeros, are a multiple of this; a power of two. */
    static final int ROWS = 32;

    /** Of pairs of rows that are packed at a time. */
    private static final int LEAST_PAIRS = 8;

    private static final int MOST_PAIRS = 32;

    private final ThreadTeam team;
    private final CpuScratch copy = new CpuScratch();

    /** For each member of the team. */
    private final OneDnnReorder[] reorders;

    private final CpuScratch[] rounded;

    PackedFactor(ThreadTeam team) {
        this.team = team;
        reorders =
                Stream.generate(OneDnnReorder::new)
                        .limit(team.members())
                        .toArray(OneDnnReorder[]::new);
        rounded = CpuScratch.forEach(team);
    }

    /** So many rows with those of zeros. */
    static int padded(int rows) {
        return (rows + ROWS - 1) & -ROWS;
    }

    /**
     * Copies a matrix.
     *
     * @param matrix B
     * @return the address of the copy, good until the next is made
     */
    long of(CpuTensor matrix) {
        int rows = matrix.rows();
        int columns = matrix.columns();
        int inner = padded(rows);
        int blockBytes = COLUMNS * inner * Short.BYTES;
        CpuTensor target = pairs(copy, inner, columns);
        Parts parts = Parts.of(inner / 2, 1, LEAST_PAIRS, MOST_PAIRS);
        team.run(
                parts.count(),
                (part, member) -> {
                    int first = 2 * parts.first(part);
                    int end = 2 * parts.end(part);
                    int place = first * COLUMNS * Short.BYTES;
                    pack(matrix, first, end, target.matrix(), place, blockBytes);
                });
        return target.address(0);
    }

    /**
     * Some rows of a matrix.
     *
     * @param first even
     * @param end even; those after the matrix's last are zeros
     * @param to where the first pair of rows in the first block of columns belongs
     * @param blockBytes from there to its place in the next block of columns
     */
    static void pack(
            CpuTensor matrix, int first, int end, ByteBuffer target, int to, int blockBytes) {
        ByteBuffer source = matrix.matrix();
        int columns = matrix.columns();
        int rows = Math.min(matrix.rows(), end);
        if (rows < end || columns % COLUMNS > 0) {
            int pairs = (end - first) / 2 * COLUMNS;
            for (int column = 0; column < columns; column += COLUMNS) {
                ElementLoops.fill(target, to + column / COLUMNS * blockBytes, pairs, 0);
            }
        }
        int rowBytes = matrix.rowBytes();
        int pairBytes = COLUMNS * 2 * Short.BYTES;
        for (int row = first; row < rows; row += 2) {
            int from = row * rowBytes;
            int place = to + (row - first) / 2 * pairBytes;
            if (row + 1 < rows) {
                PairLoops.interleave(
                        source, from, from + rowBytes, columns, target, place, blockBytes);
            } else {
                PairLoops.interleaveLast(source, from, columns, target, place, blockBytes);
            }
        }
    }

    /**
     * Copies a matrix's transpose.
     *
     * @param matrix Bᵀ
     * @return the address of the copy, good until the next is made
     */
    long ofTransposed(CpuTensor matrix) {
        return ofTransposed(matrix, copy);
    }

    /**
     * As {@link #ofTransposed(CpuTensor)}, for a copy that is to stay.
     *
     * @param memory where the copy is put, whose address is returned
     */
    long ofTransposed(CpuTensor matrix, CpuScratch memory) {
        int rows = matrix.columns();
        int columns = matrix.rows();
        int inner = padded(rows);
        int pairs = inner / 2;
        CpuTensor target = pairs(memory, inner, columns);
        team.run(
                (columns + COLUMNS - 1) / COLUMNS,
                (block, member) -> {
                    int first = block * COLUMNS;
                    int count = Math.min(COLUMNS, columns - first);
                    CpuTensor part = rounded[member].ofSize((long) COLUMNS * pairs);
                    if (rows < inner) {
                        ElementLoops.fill(part.matrix(), 0, COLUMNS * pairs, 0);
                    }
                    int place = first * pairs;
                    if (count < COLUMNS) {
                        ElementLoops.fill(target.matrix(), place * Float.BYTES, COLUMNS * pairs, 0);
                    }
                    OneDnnReorder reorder = reorders[member];
                    reorder.round(
                            matrix.address((long) first * rows),
                            rows,
                            count,
                            rows,
                            part.address(0),
                            inner);
                    reorder.transpose(
                            part.address(0), pairs, count, pairs, target.address(place), COLUMNS);
                });
        return target.address(0);
    }

    /** Memory for all pairs, each in the place of a float32. */
    private static CpuTensor pairs(CpuScratch memory, int inner, int columns) {
        int blocks = (columns + COLUMNS - 1) / COLUMNS;
        return memory.ofSize((long) blocks * COLUMNS * inner / 2);
    }

    void free() {
        copy.free();
        Arrays.stream(reorders).forEach(OneDnnReorder::free);
        Arrays.stream(rounded).forEach(CpuScratch::free);
    }
}
