package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.Optional;
import java.util.SplittableRandom;

/** The class predicted for each example beside its label. */
public final class ClassPredictions implements Predictions {
    private final int[] labels;
    private final int[] predictions;
    private final ConfusionMatrix confusionMatrix;

    private ClassPredictions(int[] labels, int[] predictions, int numClasses) {
        this.labels = labels;
        this.predictions = predictions;
        this.confusionMatrix = ConfusionMatrix.of(labels, predictions, numClasses);
    }

    /**
     * Takes the classes of the examples.
     *
     * @param labels class index of each example, from 0
     * @param predictions class index predicted for each example
     * @param numClasses number of classes, at least 2
     */
    public static ClassPredictions of(double[] labels, double[] predictions, int numClasses) {
        Lengths.requireSame(labels.length, predictions.length);
        return new ClassPredictions(
                classIndices("label", labels, numClasses),
                classIndices("prediction", predictions, numClasses),
                numClasses);
    }

    private static int[] classIndices(String what, double[] values, int numClasses) {
        int[] indices = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (!(value >= 0 && value < numClasses && value == Math.rint(value))) {
                throw new IllegalArgumentException(
                        "%s %s of example %d is not a class index from 0 to %d"
                                .formatted(what, value, i, numClasses - 1));
            }
            indices[i] = (int) value;
        }
        return indices;
    }

    /** How often each class was predicted for examples of each class. */
    public ConfusionMatrix confusionMatrix() {
        return confusionMatrix;
    }

    @Override
    public PredictionKind kind() {
        return PredictionKind.CLASSES;
    }

    @Override
    public int units() {
        return labels.length;
    }

    @Override
    public double value(MetricName metric) {
        return confusionMatrix.value(metric);
    }

    @Override
    public Measurable baseline() {
        return confusionMatrix.ofMajorityClass();
    }

    @Override
    public Measurable drawn(int[] timesDrawn) {
        return ConfusionMatrix.of(labels, predictions, timesDrawn, confusionMatrix.numClasses());
    }

    /** Draws cells instead of examples, which takes no longer for more examples. */
    @Override
    public Measurable resample(SplittableRandom random) {
        return confusionMatrix.resample(random);
    }

    @Override
    public Optional<boolean[]> rightUnits(MetricName metric) {
        if (metric != MetricName.ACCURACY && metric != MetricName.F1_MICRO) {
            return Optional.empty();
        }
        boolean[] right = new boolean[labels.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = labels[i] == predictions[i];
        }
        return Optional.of(right);
    }
}
