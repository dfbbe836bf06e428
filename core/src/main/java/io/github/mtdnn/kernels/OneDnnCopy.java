package io.github.mtdnn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;

/** A copy in another type or order, by oneDNN, of tensors of one form at any place. */
final class OneDnnCopy {
    private final OneDnn.Call call;
    private final memory source;
    private final memory target;
    private final Address place = new Address();

    OneDnnCopy(OneDnn library, memory.desc sourceForm, memory.desc targetForm) {
        reorder.primitive_desc description =
                new reorder.primitive_desc(
                        library.processor(),
                        sourceForm,
                        library.processor(),
                        targetForm,
                        OneDnn.attributes(),
                        false);
        call = library.call(new reorder(description), description.scratchpad_desc());
        source = call.argument(DNNL_ARG_FROM, sourceForm);
        target = call.argument(DNNL_ARG_TO, targetForm);
    }

    void run(long from, long to) {
        source.set_data_handle(place.at(from));
        target.set_data_handle(place.at(to));
        call.run();
    }
}
