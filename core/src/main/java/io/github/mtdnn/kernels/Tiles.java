package io.github.mtdnn.kernels;

/**
 * A matrix cut into tiles, as far as possible of equal size. The cut depends on the matrix alone,
 * so results do not depend on how many threads share the tiles.
 *
 * @param tileRows of all tiles but those at the lower edge
 * @param tileColumns of all tiles but those at the right edge
 */
record Tiles(int rows, int columns, int tileRows, int tileColumns) {

    /** Blocks of work that some threads can share without one waiting long for another. */
    static final int WANTED = 8;

    /** Sides are multiples of this, which are those of BLAS's inner loops. */
    private static final int STEP = 32;

    /**
     * Halves the longer side of a tile until there are enough tiles, or until one more cut would
     * leave a side shorter than the least one: then packing costs more than sharing gains.
     */
    static Tiles of(int rows, int columns, int leastRows, int leastColumns) {
        int tileRows = rows;
        int tileColumns = columns;
        while (pieces(rows, tileRows) * pieces(columns, tileColumns) < WANTED) {
            boolean byRows = tileRows >= 2 * leastRows;
            boolean byColumns = tileColumns >= 2 * leastColumns;
            if (byRows && (tileRows >= tileColumns || !byColumns)) {
                tileRows = half(tileRows);
            } else if (byColumns) {
                tileColumns = half(tileColumns);
            } else {
                break;
            }
        }
        return new Tiles(rows, columns, tileRows, tileColumns);
    }

    private static int half(int side) {
        return (side / 2 + STEP - 1) / STEP * STEP;
    }

    private static int pieces(int length, int piece) {
        return (length + piece - 1) / piece;
    }

    int count() {
        return pieces(rows, tileRows) * pieces(columns, tileColumns);
    }

    int firstRow(int tile) {
        return tile / pieces(columns, tileColumns) * tileRows;
    }

    int firstColumn(int tile) {
        return tile % pieces(columns, tileColumns) * tileColumns;
    }

    /** The row after the last. */
    int endRow(int tile) {
        return firstRow(tile) + rowsOf(tile);
    }

    int rowsOf(int tile) {
        return Math.min(tileRows, rows - firstRow(tile));
    }

    int columnsOf(int tile) {
        return Math.min(tileColumns, columns - firstColumn(tile));
    }
}
