package io.github.mtdnn.kernels;

import java.util.Arrays;

/** A copy of the tensor in bfloat16, rounded to nearest, made by a team. */
final class RoundedOperand extends Operand {
    /** One of the lengths that are rounded at once. */
    static final long STEP = 64;

    /** Of elements that a thread rounds: few steps for {@link OneDnnRounding}. */
    private static final int PART_STEP = 1 << 12;

    private static final int LEAST_PART = 1 << 13;
    private static final int MOST_PART = 1 << 15;

    private final ThreadTeam team;

    /** One for each member of the team. */
    private final OneDnnRounding[] roundings;

    private final CpuScratch copy = new CpuScratch();
    private long start;

    RoundedOperand(ThreadTeam team) {
        this.team = team;
        roundings = OneDnnRounding.forEach(team);
    }

    /** Rounds some more elements, where there are, so that it takes few calls. */
    @Override
    Operand of(CpuTensor tensor, long from, long wanted) {
        long count = Math.min((wanted + STEP - 1) & -STEP, tensor.size() - from);
        long target = copy.ofSize((count + 1) / 2).address(0); // two of them in the place of one
        start = target - from * Short.BYTES;
        Parts parts = Parts.of(Math.toIntExact(count), PART_STEP, LEAST_PART, MOST_PART);
        team.run(
                parts.count(),
                (part, member) ->
                        roundings[member].round(
                                tensor.address(from + parts.first(part)),
                                parts.length(part),
                                target + (long) parts.first(part) * Short.BYTES));
        return this;
    }

    @Override
    long address(long element) {
        return start + element * Short.BYTES;
    }

    @Override
    void free() {
        copy.free();
        Arrays.stream(roundings).forEach(OneDnnRounding::free);
    }
}
