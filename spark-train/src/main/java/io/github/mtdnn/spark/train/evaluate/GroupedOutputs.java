package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.data.EncodedExample;
import java.util.ArrayList;
import java.util.List;

/** Gathers the outputs of each group, over the batches it is cut into, and decodes them. */
final class GroupedOutputs {
    private final Decoder decoder;
    private final List<Decoder.Output> group = new ArrayList<>();
    private final List<Prediction> predictions = new ArrayList<>();

    GroupedOutputs(Decoder decoder) {
        this.decoder = decoder;
    }

    /** Takes the output of the next row. */
    void add(Decoder.Output output) {
        if (!group.isEmpty()
                && !EncodedExample.isSameGroup(
                        output.example().group(), group.get(0).example().group())) {
            decodeGroup();
        }
        group.add(output);
    }

    /** All predictions, after the last row. */
    List<Prediction> finish() {
        if (!group.isEmpty()) {
            decodeGroup();
        }
        return predictions;
    }

    private void decodeGroup() {
        predictions.addAll(decoder.decode(group));
        group.clear();
    }
}
