package io.github.mtdnn.task;

import java.io.Serializable;
import java.util.List;

/**
 * A task is data, not code: what its examples look like, what is predicted, how that is judged, and
 * where the raw data is.
 *
 * @param name unique; letters, digits and '-' (a folder and a partition value)
 * @param type what is predicted
 * @param shape the texts of an example
 * @param labels names of the classes in the order of their indices, in ranking of the relevances
 *     from worst to best; empty where the raw data holds class indices, scores or relevances
 * @param numClasses width C of the task head's output; 1 for regression; {@link #OF_VOCABULARY} for
 *     masked-LM
 * @param metrics what is computed on dev and labelled test splits; the first is the task's own
 *     measure, by which checkpoints are chosen
 * @param dropoutProb probability of zeroing a value of the pooled vector before the task head
 * @param noAnswerThreshold by how much no answer to a question has to score higher than the best
 *     one to be given; of other tasks 0
 * @param sources raw data of each split, in the order of the definition
 */
public record Task(
        String name,
        TaskType type,
        TextShape shape,
        List<String> labels,
        int numClasses,
        List<MetricName> metrics,
        double dropoutProb,
        double noAnswerThreshold,
        List<SplitSource> sources)
        implements Serializable {

    /** The number of classes where each piece of the vocabulary is one. */
    public static final int OF_VOCABULARY = 0;

    public Task {
        labels = List.copyOf(labels);
        metrics = List.copyOf(metrics);
        sources = List.copyOf(sources);
    }

    /** A task that gives no answer where that scores higher than the best one. */
    public Task(
            String name,
            TaskType type,
            TextShape shape,
            List<String> labels,
            int numClasses,
            List<MetricName> metrics,
            double dropoutProb,
            List<SplitSource> sources) {
        this(name, type, shape, labels, numClasses, metrics, dropoutProb, 0, sources);
    }

    /** The splits of this task, in the order of the definition. */
    public List<Split> splits() {
        return sources.stream().map(SplitSource::split).toList();
    }

    /** The splits of one role, in the order of the definition. */
    public List<Split> splits(SplitRole role) {
        return splits().stream().filter(split -> split.role() == role).toList();
    }
}
