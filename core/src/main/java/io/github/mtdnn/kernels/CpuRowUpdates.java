package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;

/** A block of work is some rows, so that sums do not depend on the number of threads. */
final class CpuRowUpdates implements RowUpdates {
    private static final int ROWS = 32;

    private final ThreadTeam team;
    private final SquareSum[] squares;

    CpuRowUpdates(ThreadTeam team) {
        this.team = team;
        squares = SquareSum.forEach(team.members());
    }

    @Override
    public double sumOfSquaresOfRows(Tensor table, int[] rows, int count) {
        CpuTensor x = CpuTensor.of(table);
        Shapes.requireCount("rows", rows, count);
        return team.sum(
                blocks(count),
                (block, member) ->
                        sumOfSquares(
                                x,
                                rows,
                                block * ROWS,
                                Math.min(count, (block + 1) * ROWS),
                                squares[member]));
    }

    private static double sumOfSquares(
            CpuTensor x, int[] rows, int from, int to, SquareSum squares) {
        ByteBuffer table = x.matrix();
        squares.clear();
        for (int i = from; i < to; i++) {
            squares.add(table, rows[i] * x.rowBytes(), x.columns());
        }
        double total = squares.total();
        if (Double.isFinite(total)) {
            return total;
        }
        total = 0;
        for (int i = from; i < to; i++) {
            total += SquareSum.inDoubles(table, rows[i] * x.rowBytes(), x.columns());
        }
        return total;
    }

    @Override
    public void updateRows(
            UpdateRule.AdamW rule,
            float gradScale,
            int[] rows,
            int count,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment,
            Tensor parameters) {
        Shapes.requireSame("gradient", gradient, parameters);
        Shapes.requireMoments(firstMoment, secondMoment, parameters);
        Shapes.requireCount("rows", rows, count);
        CpuTensor theta = CpuTensor.of(parameters);
        ByteBuffer g = CpuTensor.of(gradient).matrix();
        ByteBuffer m = CpuTensor.of(firstMoment).matrix();
        ByteBuffer v = CpuTensor.of(secondMoment).matrix();
        ByteBuffer t = theta.matrix();
        forEachRow(
                rows,
                count,
                row ->
                        UpdateLoops.adamW(
                                rule,
                                gradScale,
                                g,
                                m,
                                v,
                                t,
                                row * theta.rowBytes(),
                                theta.columns()));
    }

    @Override
    public void catchUpRows(
            IdleAdamW[] missed,
            int[] numbers,
            int[] rows,
            int count,
            Tensor firstMoment,
            Tensor secondMoment,
            Tensor parameters) {
        Shapes.requireMoments(firstMoment, secondMoment, parameters);
        Shapes.requireEntries("numbers", numbers, parameters);
        Shapes.requireCount("rows", rows, count);
        CpuTensor theta = CpuTensor.of(parameters);
        ByteBuffer m = CpuTensor.of(firstMoment).matrix();
        ByteBuffer v = CpuTensor.of(secondMoment).matrix();
        ByteBuffer t = theta.matrix();
        forEachRow(
                rows,
                count,
                row ->
                        UpdateLoops.idleAdamW(
                                missed[numbers[row]],
                                m,
                                v,
                                t,
                                row * theta.rowBytes(),
                                theta.columns()));
    }

    private interface RowLoop {
        void run(int row);
    }

    private void forEachRow(int[] rows, int count, RowLoop loop) {
        team.run(
                blocks(count),
                (block, member) -> {
                    int end = Math.min(count, (block + 1) * ROWS);
                    for (int i = block * ROWS; i < end; i++) {
                        loop.run(rows[i]);
                    }
                });
    }

    private static int blocks(int count) {
        return (count + ROWS - 1) / ROWS;
    }
}
