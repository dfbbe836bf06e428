package io.github.mtdnn.model;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import java.io.Serializable;

/**
 * Description of one task head.
 *
 * @param task name of its task; unique within a network
 * @param type what the head predicts
 * @param numClasses width C of the head's output; 1 for regression
 * @param dropoutProb probability of zeroing a value of the pooled vector in training, in [0, 1)
 */
public record HeadSpec(String task, TaskType type, int numClasses, double dropoutProb)
        implements Serializable {

    public HeadSpec {
        if (task.isEmpty()) {
            throw new IllegalArgumentException("a task head needs the name of its task");
        }
        if (!(dropoutProb >= 0 && dropoutProb < 1)) {
            throw new ConfigException(
                    "Task %s has the dropout probability %s; it has to be 0 or more and below 1."
                            .formatted(task, dropoutProb));
        }
        boolean wrongWidth =
                switch (type) {
                    case CLASSIFICATION -> numClasses < 2;
                    case REGRESSION -> numClasses != 1;
                };
        if (wrongWidth) {
            throw new ConfigException(
                    "Task %s of type %s has %d classes; a classification task has at least 2, "
                                    .formatted(task, type.configName(), numClasses)
                            + "a regression task exactly 1.");
        }
    }

    /** The head that a task asks for. */
    public static HeadSpec of(Task task) {
        return new HeadSpec(task.name(), task.type(), task.numClasses(), task.dropoutProb());
    }
}
