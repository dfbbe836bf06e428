package io.github.mtdnn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.reorder;

/** Rounds float32 to the nearest bfloat16, by oneDNN. One instance per thread. */
final class OneDnnRounding {
    /** Any length is a sum of few of these: code is made for them alone. */
    private static final int[] LENGTHS = {
        1 << 15, 1 << 14, 1 << 13, 1 << 12, 1 << 11, 1 << 10, 1 << 9, 1 << 8, 1 << 7, 1 << 6, 8, 1
    };

    private final OneDnn library = new OneDnn();
    private final Step[] steps = Arrays.stream(LENGTHS).mapToObj(this::step).toArray(Step[]::new);
    private final Address place = new Address();

    private record Step(int length, OneDnn.Call call, memory source, memory target) {}

    private Step step(int length) {
        memory.desc source = vector(length, data_type.f32);
        memory.desc target = vector(length, data_type.bf16);
        reorder.primitive_desc description =
                new reorder.primitive_desc(
                        library.processor(),
                        source,
                        library.processor(),
                        target,
                        OneDnn.attributes(),
                        false);
        OneDnn.Call call = library.call(new reorder(description), description.scratchpad_desc());
        return new Step(
                length,
                call,
                call.argument(DNNL_ARG_FROM, source),
                call.argument(DNNL_ARG_TO, target));
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
                step.source().set_data_handle(place.at(source + (long) done * Float.BYTES));
                step.target().set_data_handle(place.at(target + (long) done * Short.BYTES));
                step.call().run();
                done += step.length();
            }
        }
    }

    void free() {
        library.free();
    }
}
