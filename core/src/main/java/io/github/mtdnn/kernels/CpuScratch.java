package io.github.mtdnn.kernels;

import java.util.Optional;
import java.util.stream.Stream;

/** Memory for intermediate results that grows to the largest size asked for. */
final class CpuScratch {
    private Optional<CpuTensor> tensor = Optional.empty();

    /** One for each member of a team. */
    static CpuScratch[] forEach(ThreadTeam team) {
        return Stream.generate(CpuScratch::new).limit(team.members()).toArray(CpuScratch[]::new);
    }

    /**
     * A flat tensor of at least so many elements, contents undefined; some more, so that {@link
     * RoundedOperand} takes few calls.
     */
    CpuTensor ofSize(long wanted) {
        long elements = (wanted + RoundedOperand.STEP - 1) & -RoundedOperand.STEP;
        if (tensor.isEmpty() || tensor.get().size() < elements) {
            free();
            CpuMemory memory = CpuMemory.allocate(elements);
            tensor = Optional.of(new CpuTensor(memory, 1, Math.toIntExact(elements)));
        }
        return tensor.get();
    }

    void free() {
        tensor.ifPresent(
                old -> {
                    old.forget();
                    old.memory().free();
                });
        tensor = Optional.empty();
    }
}
