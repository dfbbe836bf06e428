package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * A matrix whose rows take whole vectors, so that loops over it have no elements left over, and its
 * copies from and to a matrix whose rows follow each other without a gap. What pads a row is not
 * part of the matrix, and undefined unless said otherwise.
 */
final class PaddedRows {
    private static final int MINUS_INFINITY = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);

    /**
     * For each number of elements in the last vector of a row: all bits of those set, no others.
     */
    private static final ByteBuffer MASKS = masks();

    private PaddedRows() {}

    private static ByteBuffer masks() {
        int count = Lanes.COUNT;
        ByteBuffer masks =
                ByteBuffer.allocateDirect(count * Lanes.BYTES).order(ByteOrder.nativeOrder());
        for (int elements = 0; elements < count; elements++) {
            for (int lane = 0; lane < elements; lane++) {
                masks.putInt(elements * Lanes.BYTES + lane * Float.BYTES, -1);
            }
        }
        return masks;
    }

    /** Fills what pads a row with zeros. */
    static void padWithZeros(ByteBuffer x, int rowAt, int columns) {
        pad(x, rowAt, columns, 0);
    }

    /** Fills what pads a row with -∞. */
    static void padWithMinusInfinity(ByteBuffer x, int rowAt, int columns) {
        pad(x, rowAt, columns, MINUS_INFINITY);
    }

    private static void pad(ByteBuffer x, int rowAt, int columns, int bits) {
        int whole = Lanes.whole(columns);
        if (whole < columns) {
            int at = rowAt + whole * Float.BYTES;
            IntVector mask = Lanes.load(MASKS, (columns - whole) * Lanes.BYTES).reinterpretAsInts();
            IntVector kept = Lanes.load(x, at).reinterpretAsInts().and(mask);
            Lanes.store(kept.or(mask.not().and(bits)).reinterpretAsFloats(), x, at);
        }
    }

    /**
     * Copies to a matrix without gaps.
     *
     * @param stride elements from a row of the source to the next, at least whole vectors of them
     */
    static void pack(
            ByteBuffer source,
            int from,
            int stride,
            ByteBuffer target,
            int to,
            int rows,
            int columns) {
        int padded = Lanes.padded(columns);
        for (int row = 0; row < rows; row++) {
            int a = from + row * stride * Float.BYTES;
            int b = to + row * columns * Float.BYTES;
            // What goes beyond a row is overwritten by the next rows, but not after the last one.
            boolean fits = row * columns + padded <= rows * columns;
            ElementLoops.copy(source, a, target, b, fits ? padded : columns);
        }
    }

    /**
     * Copies from a matrix without gaps; zeros pad the rows.
     *
     * @param stride elements from a row of the target to the next, at least whole vectors of them
     */
    static void unpack(
            ByteBuffer source,
            int from,
            ByteBuffer target,
            int to,
            int stride,
            int rows,
            int columns) {
        int padded = Lanes.padded(columns);
        for (int row = 0; row < rows; row++) {
            int a = from + row * columns * Float.BYTES;
            int b = to + row * stride * Float.BYTES;
            boolean fits = row * columns + padded <= rows * columns;
            ElementLoops.copy(source, a, target, b, fits ? padded : columns);
            padWithZeros(target, b, columns);
        }
    }

    /**
     * Fills rows with zeros but for some columns, which zeros pad already.
     *
     * @param at of the first row
     * @param stride elements from a row to the next: room for a vector beyond {@code width}, unless
     *     all columns are kept
     * @param width columns in all
     * @param first of the columns that are kept
     */
    static void clearBeside(
            ByteBuffer x, int at, int stride, int rows, int width, int first, int columns) {
        FloatVector zero = FloatVector.zero(Lanes.FLOATS);
        int whole = Lanes.whole(first);
        IntVector kept = Lanes.load(MASKS, (first - whole) * Lanes.BYTES).reinterpretAsInts().not();
        for (int row = 0; row < rows; row++) {
            int rowAt = at + row * stride * Float.BYTES;
            for (int i = 0; i < whole; i += Lanes.COUNT) {
                Lanes.store(zero, x, rowAt + i * Float.BYTES);
            }
            int edge = rowAt + whole * Float.BYTES;
            IntVector bits = Lanes.load(x, edge).reinterpretAsInts().and(kept);
            Lanes.store(bits.reinterpretAsFloats(), x, edge);
            for (int i = first + Lanes.padded(columns); i < width; i += Lanes.COUNT) {
                Lanes.store(zero, x, rowAt + i * Float.BYTES);
            }
        }
    }
}
