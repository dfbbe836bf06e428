package io.github.mtdnn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.reorder;

/** Copies of matrices in another type or order, by oneDNN. One instance per thread. */
final class OneDnnReorder {
    private final OneDnn library = new OneDnn();
    private final Map<Shape, Compiled> compiled = new HashMap<>();
    private final Address place = new Address();

    /**
     * @param transposed whether the target is, or else rounded to bfloat16
     */
    private record Shape(
            int rows, int columns, int sourceStride, int targetStride, boolean transposed) {}

    private record Compiled(OneDnn.Call call, memory source, memory target) {}

    /**
     * Rounds float32 to the nearest bfloat16.
     *
     * @param source (rows, columns) of float32
     * @param target (rows, columns) of bfloat16
     */
    void round(
            long source, int sourceStride, int rows, int columns, long target, int targetStride) {
        run(new Shape(rows, columns, sourceStride, targetStride, false), source, target);
    }

    /**
     * @param source (rows, columns) of elements of four bytes
     * @param target (columns, rows)
     */
    void transpose(
            long source, int sourceStride, int rows, int columns, long target, int targetStride) {
        run(new Shape(rows, columns, sourceStride, targetStride, true), source, target);
    }

    private void run(Shape shape, long source, long target) {
        Compiled copy = compiled.computeIfAbsent(shape, this::compile);
        copy.source.set_data_handle(place.at(source));
        copy.target.set_data_handle(place.at(target));
        copy.call.run();
    }

    private Compiled compile(Shape shape) {
        memory.desc source =
                matrix(
                        shape,
                        shape.transposed ? data_type.f32 : data_type.f32,
                        shape.sourceStride,
                        1);
        memory.desc target =
                shape.transposed
                        ? matrix(shape, data_type.f32, 1, shape.targetStride)
                        : matrix(shape, data_type.bf16, shape.targetStride, 1);
        reorder.primitive_desc description =
                new reorder.primitive_desc(
                        library.processor(),
                        source,
                        library.processor(),
                        target,
                        OneDnn.attributes(),
                        false);
        OneDnn.Call call = library.call(new reorder(description), description.scratchpad_desc());
        return new Compiled(
                call, call.argument(DNNL_ARG_FROM, source), call.argument(DNNL_ARG_TO, target));
    }

    private static memory.desc matrix(
            Shape shape, data_type type, long rowStride, long columnStride) {
        return new memory.desc(
                new long[] {shape.rows, shape.columns}, type, new long[] {rowStride, columnStride});
    }

    void free() {
        compiled.clear();
        library.free();
    }
}
