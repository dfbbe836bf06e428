package io.github.mtdnn.kernels;

import java.util.Arrays;
import java.util.stream.Stream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;

/** Rounds float32 to the nearest bfloat16, by oneDNN. One instance per thread. */
final class OneDnnRounding {
    /** Any length is a sum of few of these: code is made for them alone. */
    private static final int[] LENGTHS = {
        1 << 15, 1 << 14, 1 << 13, 1 << 12, 1 << 11, 1 << 10, 1 << 9, 1 << 8, 1 << 7, 1 << 6, 8, 1
    };

    private final OneDnn library = new OneDnn();
    private final Step[] steps = Arrays.stream(LENGTHS).mapToObj(this::step).toArray(Step[]::new);

    /** One for each member of a team. */
    static OneDnnRounding[] forEach(ThreadTeam team) {
        return Stream.generate(OneDnnRounding::new)
                .limit(team.members())
                .toArray(OneDnnRounding[]::new);
    }

    private record Step(int length, OneDnnCopy copy) {}

    private Step step(int length) {
        return new Step(
                length,
                new OneDnnCopy(
                        library, vector(length, data_type.f32), vector(length, data_type.bf16)));
    }

    private static memory.desc vector(long length, data_type type) {
        return new memory.desc(new long[] {length}, type, new long[] {1});
    }

    /**
     * @param source address of {@code count} float32
     * @param target address of as many bfloat16
     */
    void round(long source, int count, long target) {
        int done = 0;
        for (Step step : steps) {
            while (count - done >= step.length()) {
                step.copy()
                        .run(
                                source + (long) done * Float.BYTES,
                                target + (long) done * Short.BYTES);
                done += step.length();
            }
        }
    }

    void free() {
        library.free();
    }
}
