package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * Sums of the columns of a matrix. Parts of its rows are summed up each by itself, by any thread,
 * and their sums are added up in the order of the parts.
 */
final class ColumnSums {
    /** Of a part. */
    private static final int LEAST_ROWS = 16;

    /** So few that rounding errors stay small. */
    private static final int MOST_ROWS = 128;

    /** Rows that {@link #addFour} takes. */
    private static final int STEP = 4;

    private final CpuScratch partSums = new CpuScratch();
    private CpuTensor sums;
    private Parts parts = Parts.of(0, STEP, LEAST_ROWS, MOST_ROWS);

    /** Adds the sums of all columns. */
    void add(ThreadTeam team, CpuTensor matrix, CpuTensor target) {
        begin(matrix);
        team.run(parts.count(), (part, member) -> sum(matrix, part));
        addTo(target);
    }

    /** Cuts the rows into parts and makes room for their sums. */
    void begin(CpuTensor matrix) {
        parts = Parts.of(matrix.rows(), STEP, LEAST_ROWS, MOST_ROWS);
        sums = partSums.ofSize((long) parts.count() * matrix.columns());
    }

    /** Of the rows. */
    Parts parts() {
        return parts;
    }

    /** Sums up the columns of a part. */
    void sum(CpuTensor matrix, int part) {
        ByteBuffer x = matrix.matrix();
        int columns = matrix.columns();
        int rowBytes = matrix.rowBytes();
        ByteBuffer target = sums.matrix();
        int to = part * rowBytes;
        ElementLoops.fill(target, to, columns, 0);
        int row = parts.first(part);
        int end = parts.end(part);
        for (; row + STEP <= end; row += STEP) {
            addFour(x, row * rowBytes, rowBytes, columns, target, to);
        }
        for (; row < end; row++) {
            ElementLoops.add(x, row * rowBytes, target, to, columns);
        }
    }

    /** Four rows at once, since target is read and written each time. */
    private static void addFour(
            ByteBuffer x, int from, int rowBytes, int columns, ByteBuffer target, int to) {
        int second = from + rowBytes;
        int third = second + rowBytes;
        int fourth = third + rowBytes;
        int column = 0;
        for (int end = Lanes.whole(columns); column < end; column += Lanes.COUNT) {
            int d = column * Float.BYTES;
            FloatVector two = Lanes.load(x, from + d).add(Lanes.load(x, second + d));
            FloatVector others = Lanes.load(x, third + d).add(Lanes.load(x, fourth + d));
            FloatVector sum = Lanes.load(target, to + d).add(two.add(others));
            Lanes.store(sum, target, to + d);
        }
        for (; column < columns; column++) {
            int d = column * Float.BYTES;
            float two = x.getFloat(from + d) + x.getFloat(second + d);
            float others = x.getFloat(third + d) + x.getFloat(fourth + d);
            target.putFloat(to + d, target.getFloat(to + d) + (two + others));
        }
    }

    /** Adds the sums of all parts. */
    void addTo(CpuTensor target) {
        int columns = target.columns();
        for (int part = 0; part < parts.count(); part++) {
            ElementLoops.add(sums.matrix(), part * target.rowBytes(), target.matrix(), 0, columns);
        }
    }

    void free() {
        partSums.free();
    }
}
