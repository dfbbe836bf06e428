package io.github.mtdnn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Products by oneDNN, of float32 or of bfloat16, which is multiplied and summed up in float32. Code
 * is made for each shape (some tenths of a millisecond) and kept for those used last.
 */
final class OneDnnProduct extends Product {
    /**
     * Attention within each of 512 lengths takes five products of each; one takes some ten
     * kilobytes.
     */
    private static final int KEPT = 4096;

    /** That of {@link PackedFactor}. */
    private static final format_tag PACKED = format_tag.BA16a64b2a;

    private static final int INITIAL_CAPACITY = 256;
    private static final float LOAD_FACTOR = 0.75f;

    private final OneDnn library = new OneDnn();
    private final data_type type;
    private final Map<ProductShape, Compiled> compiled =
            new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ProductShape, Compiled> eldest) {
                    return size() > KEPT;
                }
            };
    private final Address place = new Address();

    static OneDnnProduct ofFloat32() {
        return new OneDnnProduct(data_type.f32);
    }

    static OneDnnProduct ofBfloat16() {
        return new OneDnnProduct(data_type.bf16);
    }

    /**
     * @param type of A and B
     */
    private OneDnnProduct(data_type type) {
        this.type = type;
    }

    /** Whether oneDNN itself would have right factors of bfloat16 packed as we pack them. */
    static boolean packsBfloat16() {
        return packsBfloat16(false) && packsBfloat16(true);
    }

    private static boolean packsBfloat16(boolean leftTransposed) {
        int side = PackedFactor.COLUMNS;
        memory.desc a = matrix(side, side, data_type.bf16, side, leftTransposed);
        memory.desc b = packed(side, side, format_tag.any);
        memory.desc c = matrix(side, side, data_type.f32, side, false);
        matmul.primitive_desc description =
                new matmul.primitive_desc(
                        new matmul.desc(a, b, c), OneDnn.attributes(), new OneDnn().processor());
        return description.weights_desc().equals(packed(side, side, PACKED));
    }

    @Override
    void compute() {
        Compiled product = compiled.get(shape);
        if (product == null) {
            product = compile();
            compiled.put(shape.copy(), product);
        }
        product.left.set_data_handle(place.at(left));
        product.right.set_data_handle(place.at(right));
        product.result.set_data_handle(place.at(result));
        if (product.bias.isPresent()) {
            product.bias.get().set_data_handle(place.at(bias));
        }
        product.call.run();
    }

    private Compiled compile() {
        memory.desc a =
                matrix(shape.rows, shape.inner, type, shape.leftStride, shape.leftTransposed);
        memory.desc b =
                shape.rightPacked
                        ? packed(shape.inner, shape.columns, PACKED)
                        : matrix(
                                shape.inner,
                                shape.columns,
                                type,
                                shape.rightStride,
                                shape.rightTransposed);
        memory.desc c = matrix(shape.rows, shape.columns, data_type.f32, shape.resultStride, false);
        memory.desc row = matrix(1, shape.columns, data_type.f32, shape.columns, false);
        matmul.desc operation =
                shape.biased ? new matmul.desc(a, b, row, c) : new matmul.desc(a, b, c);
        matmul.primitive_desc description =
                new matmul.primitive_desc(operation, attributes(), library.processor());
        OneDnn.Call call = library.call(new matmul(description), description.scratchpad_desc());
        return new Compiled(
                call,
                call.argument(DNNL_ARG_SRC, a),
                call.argument(DNNL_ARG_WEIGHTS, b),
                shape.biased ? Optional.of(call.argument(DNNL_ARG_BIAS, row)) : Optional.empty(),
                call.argument(DNNL_ARG_DST, c));
    }

    /** A factor of bfloat16 in one of oneDNN's orders. */
    private static memory.desc packed(long rows, long columns, format_tag order) {
        return new memory.desc(new long[] {rows, columns}, data_type.bf16, order);
    }

    private primitive_attr attributes() {
        primitive_attr attributes = OneDnn.attributes();
        if (shape.factor != 1) {
            attributes.set_output_scales(0, new float[] {shape.factor});
        }
        if (shape.adds) {
            post_ops after = new post_ops();
            after.append_sum(1, 0, data_type.undef);
            attributes.set_post_ops(after);
        }
        return attributes;
    }

    private static memory.desc matrix(
            long rows, long columns, data_type type, long stride, boolean transposed) {
        long[] strides = transposed ? new long[] {1, stride} : new long[] {stride, 1};
        return new memory.desc(new long[] {rows, columns}, type, strides);
    }

    @Override
    void free() {
        compiled.clear();
        library.free();
    }

    private record Compiled(
            OneDnn.Call call, memory left, memory right, Optional<memory> bias, memory result) {}
}
