package io.github.mtdnn.kernels;

/**
 * A matrix cut into tiles, as far as possible of equal size. The cut depends on the matrix alone,
 * so results do not depend on how many threads share the tiles.
 *
 * @param tileRows of all tiles but those at the lower edge
 * @param tileColumns of all tiles but those at the right edge
 */
record Tiles(int rows, int columns, int tileRows, int tileColumns) {
    private static final int WANTED = 8;

    /** Sides below which matrix products lose more by packing than threads win. */
    private static final int LEAST_ROWS = 64;

    private static final int LEAST_COLUMNS = 128;

    /** Sides are multiples of this, which are those of BLAS's inner loops. */
    private static final int STEP = 32;

    static Tiles of(int rows, int columns) {
        int tileRows = rows;
        int tileColumns = columns;
        int count = 1;
        while (count < WANTED) {
            if (tileRows >= tileColumns && tileRows >= 2 * LEAST_ROWS) {
                tileRows = half(tileRows);
            } else if (tileColumns >= 2 * LEAST_COLUMNS) {
                tileColumns = half(tileColumns);
            } else if (tileRows >= 2 * LEAST_ROWS) {
                tileRows = half(tileRows);
            } else {
                break;
            }
            count = pieces(rows, tileRows) * pieces(columns, tileColumns);
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

    int rowsOf(int tile) {
        return Math.min(tileRows, rows - firstRow(tile));
    }

    int columnsOf(int tile) {
        return Math.min(tileColumns, columns - firstColumn(tile));
    }
}
