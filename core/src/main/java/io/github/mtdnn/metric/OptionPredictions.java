package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Questions with any number of options, each right or wrong by itself, as in MultiRC (Khashabi et
 * al. 2018): F1 of the right options over all questions' options together (there F1a), and exact
 * match, the share of questions with all their options judged right. A resample draws questions.
 */
public final class OptionPredictions extends UnitSums {
    private static final int CORRECT = 0; // options, predicted right that are
    private static final int PREDICTED = 1;
    private static final int LABELLED = 2;
    private static final int EXACT = 3;
    private static final int QUESTIONS = 4;

    private final List<Question> questions;

    private OptionPredictions(List<Question> questions) {
        super(questions, OptionPredictions::sums);
        this.questions = questions;
    }

    /** Takes the questions with all their options. */
    public static OptionPredictions of(List<Question> questions) {
        return new OptionPredictions(List.copyOf(questions));
    }

    private static double[] sums(Question question) {
        double[] sums = new double[5];
        boolean exact = true;
        for (int option = 0; option < question.labels().length; option++) {
            boolean label = question.labels()[option];
            boolean prediction = question.predictions()[option];
            sums[CORRECT] += label && prediction ? 1 : 0;
            sums[PREDICTED] += prediction ? 1 : 0;
            sums[LABELLED] += label ? 1 : 0;
            exact &= label == prediction;
        }
        sums[EXACT] = exact ? 1 : 0;
        sums[QUESTIONS] = 1;
        return sums;
    }

    @Override
    public PredictionKind kind() {
        return PredictionKind.OPTIONS;
    }

    /** Every option said to be right: the best constant for F1. */
    @Override
    public Measurable baseline() {
        return of(questions.stream().map(Question::withAllRight).toList());
    }

    @Override
    double value(MetricName metric, double[] sums) {
        return switch (metric) {
            case F1 -> Ratio.f1(sums[CORRECT], sums[PREDICTED], sums[LABELLED]);
            case EXACT_MATCH -> sums[EXACT] / sums[QUESTIONS];
            default -> throw kind().refusal(metric);
        };
    }

    @Override
    public Optional<boolean[]> rightUnits(MetricName metric) {
        return metric == MetricName.EXACT_MATCH ? unitsWithOne(EXACT) : Optional.empty();
    }

    /**
     * @param labels for each option, whether it is right
     * @param predictions for each option, whether it is said to be right
     */
    public record Question(boolean[] labels, boolean[] predictions) {
        public Question {
            Lengths.requireSame(labels.length, predictions.length);
        }

        private Question withAllRight() {
            boolean[] all = new boolean[labels.length];
            Arrays.fill(all, true);
            return new Question(labels, all);
        }
    }
}
