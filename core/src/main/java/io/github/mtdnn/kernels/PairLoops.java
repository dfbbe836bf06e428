package io.github.mtdnn.kernels;

import static jdk.incubator.vector.VectorOperators.LSHR;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Two rows of float32 to pairs of bfloat16, rounded to nearest, ties to even: the element of the
 * first row in the low half of four bytes, that of the second in the high half. The pairs go to
 * blocks of {@link #COLUMNS} columns. Places in buffers and distances are in bytes.
 *
 * <p>NaN stays NaN, as long as its low bits are zeros, which those are that a processor computes.
 */
final class PairLoops {
    /** Of a block; a power of two, and whole vectors. */
    static final int COLUMNS = 64;

    private static final int HALF = 16;
    private static final int HIGH_HALF = 0xffff_0000;

    /** Half a unit of bfloat16's last place, less the bit that breaks ties. */
    private static final int ROUND = 0x7fff;

    private PairLoops() {}

    /**
     * @param target pairs from place {@code to} on
     * @param blockBytes from one block's pairs to those of the next
     */
    static void interleave(
            ByteBuffer source,
            int first,
            int second,
            int columns,
            ByteBuffer target,
            int to,
            int blockBytes) {
        int whole = Lanes.whole(columns);
        for (int column = 0; column < whole; column += Lanes.COUNT) {
            int d = column * Float.BYTES;
            IntVector low = Lanes.load(source, first + d).reinterpretAsInts();
            IntVector high = Lanes.load(source, second + d).reinterpretAsInts();
            low = low.add(low.lanewise(LSHR, HALF).and(1).add(ROUND)).lanewise(LSHR, HALF);
            high = high.add(high.lanewise(LSHR, HALF).and(1).add(ROUND)).and(HIGH_HALF);
            FloatVector pairs = high.or(low).reinterpretAsFloats();
            Lanes.store(pairs, target, to + place(column, blockBytes));
        }
        for (int column = whole; column < columns; column++) {
            int d = column * Float.BYTES;
            int low = rounded(source.getInt(first + d)) >>> HALF;
            int high = rounded(source.getInt(second + d)) & HIGH_HALF;
            target.putInt(to + place(column, blockBytes), high | low);
        }
    }

    /** The second row is of zeros. */
    static void interleaveLast(
            ByteBuffer source, int first, int columns, ByteBuffer target, int to, int blockBytes) {
        for (int column = 0; column < columns; column++) {
            int low = rounded(source.getInt(first + column * Float.BYTES)) >>> HALF;
            target.putInt(to + place(column, blockBytes), low);
        }
    }

    private static int place(int column, int blockBytes) {
        return column / COLUMNS * blockBytes + column % COLUMNS * Float.BYTES;
    }

    /** The high half is the bfloat16 nearest to a float32. */
    private static int rounded(int bits) {
        return bits + (bits >>> HALF & 1) + ROUND;
    }
}
