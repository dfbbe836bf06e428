package io.github.mtdnn.kernels;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;

/** Copies of matrices in another type or order, by oneDNN. One instance per thread. */
final class OneDnnReorder {
    private final OneDnn library = new OneDnn();
    private final Map<Shape, OneDnnCopy> compiled = new HashMap<>();

    /**
     * @param transposed whether the target is, or else rounded to bfloat16
     */
    private record Shape(
            int rows, int columns, int sourceStride, int targetStride, boolean transposed) {}

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
     * Moves elements of four bytes, whatever they stand for, bit by bit.
     *
     * @param source (rows, columns)
     * @param target (columns, rows)
     */
    void transpose(
            long source, int sourceStride, int rows, int columns, long target, int targetStride) {
        run(new Shape(rows, columns, sourceStride, targetStride, true), source, target);
    }

    private void run(Shape shape, long source, long target) {
        compiled.computeIfAbsent(shape, this::compile).run(source, target);
    }

    private OneDnnCopy compile(Shape shape) {
        memory.desc source = matrix(shape, data_type.f32, shape.sourceStride, 1);
        memory.desc target =
                shape.transposed
                        ? matrix(shape, data_type.f32, 1, shape.targetStride)
                        : matrix(shape, data_type.bf16, shape.targetStride, 1);
        return new OneDnnCopy(library, source, target);
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
