package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/**
 * Σ x² as if summed up in double precision, in float32 vectors: the rounding error of each square
 * (exact by a fused multiply-add) and of each addition (Knuth's two-sum) is carried along. Of one
 * thread.
 */
final class SquareSum {
    private final float[] sums = new float[Lanes.COUNT];
    private final float[] errors = new float[Lanes.COUNT];
    private double leftOver;

    /** One for each member of a team. */
    static SquareSum[] forEach(int members) {
        return Stream.generate(SquareSum::new).limit(members).toArray(SquareSum[]::new);
    }

    /** Of consecutive elements alone. */
    double of(ByteBuffer x, int at, int count) {
        clear();
        add(x, at, count);
        double total = total();
        return Double.isFinite(total) ? total : inDoubles(x, at, count);
    }

    /** In double precision after all, for squares beyond the range of float32. */
    static double inDoubles(ByteBuffer x, int at, int count) {
        double total = 0;
        for (int i = 0; i < count; i++) {
            double value = x.getFloat(at + i * Float.BYTES);
            total += value * value;
        }
        return total;
    }

    void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(errors, 0);
        leftOver = 0;
    }

    /** Adds the squares of consecutive elements. */
    void add(ByteBuffer x, int at, int count) {
        FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, sums, 0);
        FloatVector error = FloatVector.fromArray(Lanes.FLOATS, errors, 0);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            FloatVector value = Lanes.load(x, at + i * Float.BYTES);
            FloatVector square = value.mul(value);
            FloatVector squareError = value.fma(value, square.neg());
            FloatVector next = sum.add(square);
            FloatVector added = next.sub(sum);
            FloatVector sumError = sum.sub(next.sub(added)).add(square.sub(added));
            error = error.add(squareError.add(sumError));
            sum = next;
        }
        sum.intoArray(sums, 0);
        error.intoArray(errors, 0);
        for (; i < count; i++) {
            double value = x.getFloat(at + i * Float.BYTES);
            leftOver += value * value;
        }
    }

    /** Not finite where a square was beyond the range of float32. */
    double total() {
        double total = leftOver;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            total += (double) sums[lane] + errors[lane];
        }
        return total;
    }
}
