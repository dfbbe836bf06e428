package io.github.mtdnn.kernels;

import java.util.Arrays;
import java.util.stream.Stream;

/** A copy of the tensor in bfloat16, rounded to nearest, made by a team. */
final class RoundedOperand extends Operand {
    /** One of the lengths that are rounded at once. */
    static final long STEP = 64;

    private final ThreadTeam team;

    /** One for each member of the team. */
    private final OneDnnRounding[] roundings;

    private final CpuScratch copy = new CpuScratch();
    private long start;

    RoundedOperand(ThreadTeam team) {
        this.team = team;
        roundings =
                Stream.generate(OneDnnRounding::new)
                        .limit(team.members())
                        .toArray(OneDnnRounding[]::new);
    }

    /** Rounds some more elements, where there are, so that it takes few calls. */
    @Override
    Operand of(CpuTensor tensor, long from, long wanted) {
        long count = Math.min((wanted + STEP - 1) & -STEP, tensor.size() - from);
        long target = copy.ofSize((count + 1) / 2).address(0); // two of them in the place of one
        start = target - from * Short.BYTES;
        long blocks = (count + CpuTensor.BLOCK - 1) / CpuTensor.BLOCK;
        team.run(
                Math.toIntExact(blocks),
                (block, member) -> {
                    long at = (long) block * CpuTensor.BLOCK;
                    roundings[member].round(
                            tensor.address(from + at),
                            (int) Math.min(CpuTensor.BLOCK, count - at),
                            target + at * Short.BYTES);
                });
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
