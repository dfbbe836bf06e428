package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How often each class was predicted for examples of each class. All measures of predicted classes
 * follow from it, and so does their bootstrap: drawing examples with replacement is drawing the
 * cells of this matrix from a multinomial distribution, which takes no longer for more examples.
 */
public final class ConfusionMatrix implements Measurable {
    private static final int POSITIVE_CLASS = 1;

    private final int numClasses;
    private final long[] cells; // (label, prediction), row by row
    private final long examples;

    private ConfusionMatrix(int numClasses, long[] cells) {
        this.numClasses = numClasses;
        this.cells = cells;
        this.examples = Arrays.stream(cells).sum();
        Lengths.requireSome(examples);
    }

    /**
     * Counts predictions.
     *
     * @param labels class index of each example, from 0
     * @param predictions class index predicted for each example
     * @param numClasses number of classes, at least 1
     */
    static ConfusionMatrix of(int[] labels, int[] predictions, int numClasses) {
        int[] once = new int[labels.length];
        Arrays.fill(once, 1);
        return of(labels, predictions, once, numClasses);
    }

    /**
     * @param timesDrawn how often each example counts
     */
    static ConfusionMatrix of(int[] labels, int[] predictions, int[] timesDrawn, int numClasses) {
        long[] cells = new long[numClasses * numClasses];
        for (int i = 0; i < labels.length; i++) {
            cells[labels[i] * numClasses + predictions[i]] += timesDrawn[i];
        }
        return new ConfusionMatrix(numClasses, cells);
    }

    /**
     * What comes out when the most frequent label, of equally frequent ones the first, is predicted
     * for every example.
     */
    public ConfusionMatrix ofMajorityClass() {
        int majority = 0;
        for (int k = 1; k < numClasses; k++) {
            if (labelled(k) > labelled(majority)) {
                majority = k;
            }
        }
        long[] constant = new long[cells.length];
        for (int label = 0; label < numClasses; label++) {
            constant[label * numClasses + majority] = labelled(label);
        }
        return new ConfusionMatrix(numClasses, constant);
    }

    public int numClasses() {
        return numClasses;
    }

    /** Number of examples. */
    public long examples() {
        return examples;
    }

    /** How many examples of a class were given a prediction. */
    public long count(int label, int prediction) {
        return cells[label * numClasses + prediction];
    }

    @Override
    public double value(MetricName metric) {
        return switch (metric) {
            // Every wrong prediction is a false positive of one class and a false negative of
            // another, so the micro average over all classes equals the accuracy.
            case ACCURACY, F1_MICRO -> (double) correct() / examples;
            case F1 -> counts(POSITIVE_CLASS).f1();
            case F1_MACRO -> f1Macro();
            case MCC -> matthewsCorrelation();
            default -> throw PredictionKind.CLASSES.refusal(metric);
        };
    }

    /** As many examples, drawn from these with replacement. */
    ConfusionMatrix resample(SplittableRandom random) {
        long[] drawn = new long[cells.length];
        long drawsLeft = examples;
        long examplesLeft = examples;
        for (int i = 0; i < cells.length && drawsLeft > 0; i++) {
            if (cells[i] > 0) {
                drawn[i] = Binomial.draw(drawsLeft, (double) cells[i] / examplesLeft, random);
                drawsLeft -= drawn[i];
                examplesLeft -= cells[i];
            }
        }
        return new ConfusionMatrix(numClasses, drawn);
    }

    private long correct() {
        long correct = 0;
        for (int k = 0; k < numClasses; k++) {
            correct += count(k, k);
        }
        return correct;
    }

    private long labelled(int label) {
        long sum = 0;
        for (int prediction = 0; prediction < numClasses; prediction++) {
            sum += count(label, prediction);
        }
        return sum;
    }

    private long predicted(int prediction) {
        long sum = 0;
        for (int label = 0; label < numClasses; label++) {
            sum += count(label, prediction);
        }
        return sum;
    }

    /** How often a class was found. */
    public ClassCounts counts(int k) {
        return new ClassCounts(count(k, k), predicted(k), labelled(k));
    }

    /** Mean over the classes that occur in labels or predictions. */
    private double f1Macro() {
        double sum = 0;
        int occurring = 0;
        for (int k = 0; k < numClasses; k++) {
            ClassCounts counts = counts(k);
            if (counts.occurs()) {
                sum += counts.f1();
                occurring++;
            }
        }
        return sum / occurring;
    }

    /**
     * Matthews correlation for any number of classes (Gorodkin 2004), 0 where it is undefined:
     *
     * <pre>
     *   (c s - Σ p_k t_k) / (√(s² - Σ p_k²) √(s² - Σ t_k²))
     * </pre>
     *
     * with s examples, c of them right, p_k predictions and t_k labels of class k.
     */
    private double matthewsCorrelation() {
        double s = examples;
        double sumOfProducts = 0;
        double sumOfPredictedSquares = 0;
        double sumOfLabelledSquares = 0;
        for (int k = 0; k < numClasses; k++) {
            double predicted = predicted(k);
            double labelled = labelled(k);
            sumOfProducts += predicted * labelled;
            sumOfPredictedSquares += predicted * predicted;
            sumOfLabelledSquares += labelled * labelled;
        }
        double divisor =
                Math.sqrt(s * s - sumOfPredictedSquares) * Math.sqrt(s * s - sumOfLabelledSquares);
        return divisor == 0 ? 0 : (correct() * s - sumOfProducts) / divisor;
    }
}
