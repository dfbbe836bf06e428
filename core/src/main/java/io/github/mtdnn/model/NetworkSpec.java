package io.github.mtdnn.model;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.task.TaskType;
import java.io.Serializable;
import java.util.List;

/**
 * Description of a network: one shared encoder and one head per task.
 *
 * @param heads in the order of the tasks' indices, see {@link
 *     io.github.mtdnn.data.PackedBatch#task()}; empty for an encoder alone
 */
public record NetworkSpec(EncoderConfig encoder, List<HeadSpec> heads) implements Serializable {

    public NetworkSpec {
        heads = List.copyOf(heads);
        long names = heads.stream().map(HeadSpec::task).distinct().count();
        if (names != heads.size()) {
            throw new IllegalArgumentException(
                    "two task heads have the same task: "
                            + heads.stream().map(HeadSpec::task).toList());
        }
        for (HeadSpec head : heads) {
            if (head.type() == TaskType.MASKED_LM && head.numClasses() != encoder.vocabSize()) {
                throw new ConfigException(
                        ("Task %s of type masked-lm has %d classes, but the encoder has a vocabulary"
                                        + " of %d pieces; both have to be the same.")
                                .formatted(head.task(), head.numClasses(), encoder.vocabSize()));
            }
        }
    }
}
