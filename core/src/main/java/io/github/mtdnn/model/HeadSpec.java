package io.github.mtdnn.model;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import java.io.Serializable;
import java.util.OptionalInt;

/**
 * Description of one task head.
 *
 * @param task name of its task; unique within a network
 * @param type what the head predicts
 * @param form which network the head is
 * @param numClasses width C of the head's output: classes of an example or a token; 1 for
 *     regression and ranking; 2 for spans, begin and end; the vocabulary's size for masked-LM
 * @param dropoutProb probability of zeroing a value of the head's input in training, in [0, 1)
 */
public record HeadSpec(
        String task, TaskType type, HeadForm form, int numClasses, double dropoutProb)
        implements Serializable {

    /** Classes of next-sentence prediction: the second text follows the first, or does not. */
    static final int NEXT_SENTENCE_CLASSES = 2;

    public HeadSpec {
        if (task.isEmpty()) {
            throw new IllegalArgumentException("a task head needs the name of its task");
        }
        if (!(dropoutProb >= 0 && dropoutProb < 1)) {
            throw new ConfigException(
                    "Task %s has the dropout probability %s; it has to be 0 or more and below 1."
                            .formatted(task, dropoutProb));
        }
        if (form == HeadForm.MTDNN && type != TaskType.MASKED_LM) {
            throw new ConfigException(
                    "Task %s of type %s has a head of the form %s, which masked-lm alone has."
                            .formatted(task, type.configName(), form.configName()));
        }
        requireWidth(task, type, numClasses);
    }

    /** A head of the usual form. */
    public HeadSpec(String task, TaskType type, int numClasses, double dropoutProb) {
        this(task, type, HeadForm.STANDARD, numClasses, dropoutProb);
    }

    /**
     * The head that a task asks for.
     *
     * @param vocabSize pieces that the encoder knows
     */
    public static HeadSpec of(Task task, int vocabSize) {
        int numClasses = task.type() == TaskType.MASKED_LM ? vocabSize : task.numClasses();
        return new HeadSpec(task.name(), task.type(), numClasses, task.dropoutProb());
    }

    /** Whether its logits are made of all word embeddings, not of those of a batch alone. */
    boolean readsAllWords() {
        return type == TaskType.MASKED_LM;
    }

    /** Count of the numbers that {@link Network#infer} gives for a batch. */
    public int outputs(PackedBatch batch) {
        return switch (type) {
            case CLASSIFICATION, REGRESSION, RANKING -> batch.count() * numClasses;
            case SPAN, SEQUENCE_LABELING -> batch.tokens() * numClasses;
            case MASKED_LM ->
                    maskedTokens(batch) * numClasses + batch.count() * NEXT_SENTENCE_CLASSES;
        };
    }

    private static int maskedTokens(PackedBatch batch) {
        int[] labels = batch.tokenLabels();
        int masked = 0;
        for (int n = 0; n < batch.tokens(); n++) {
            masked += labels[n] == EncodedExample.NO_LABEL ? 0 : 1;
        }
        return masked;
    }

    private static void requireWidth(String task, TaskType type, int numClasses) {
        OptionalInt only = type.fixedClasses();
        if (only.isPresent() ? numClasses != only.getAsInt() : numClasses < 2) {
            throw new ConfigException(
                    "Task %s has %d classes; a task of type %s has %s."
                            .formatted(
                                    task,
                                    numClasses,
                                    type.configName(),
                                    only.isPresent()
                                            ? "exactly " + only.getAsInt()
                                            : "at least 2"));
        }
    }
}
