package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.List;
import java.util.Optional;

/**
 * Answers to questions beside the right ones, as in SQuAD and ReCoRD. Measures over the questions
 * that have an answer, or have none, are NaN where there is no such question. A resample draws
 * questions.
 */
public final class AnswerPredictions extends UnitSums {
    private static final int QUESTIONS = 0;
    private static final int EXACT = 1;
    private static final int F1 = 2;
    private static final int HAS_ANSWER = 3;
    private static final int HAS_ANSWER_EXACT = 4;
    private static final int HAS_ANSWER_F1 = 5;
    private static final int NO_ANSWER_EXACT = 6;

    private final List<AnswerScore> questions;

    private AnswerPredictions(List<AnswerScore> questions) {
        super(questions, AnswerPredictions::sums);
        this.questions = questions;
    }

    /** Takes the scored answers, one for each question. */
    public static AnswerPredictions of(List<AnswerScore> questions) {
        return new AnswerPredictions(List.copyOf(questions));
    }

    private static double[] sums(AnswerScore score) {
        double[] sums = new double[7];
        sums[QUESTIONS] = 1;
        sums[EXACT] = score.exactMatch() ? 1 : 0;
        sums[F1] = score.f1();
        if (score.hasAnswer()) {
            sums[HAS_ANSWER] = 1;
            sums[HAS_ANSWER_EXACT] = sums[EXACT];
            sums[HAS_ANSWER_F1] = sums[F1];
        } else {
            sums[NO_ANSWER_EXACT] = sums[EXACT]; // and F1 is the same
        }
        return sums;
    }

    @Override
    public PredictionKind kind() {
        return PredictionKind.ANSWERS;
    }

    /** No answer to any question. */
    @Override
    public Measurable baseline() {
        return of(
                questions.stream()
                        .map(AnswerScore::hasAnswer)
                        .map(has -> new AnswerScore(has, !has, has ? 0 : 1))
                        .toList());
    }

    @Override
    double value(MetricName metric, double[] sums) {
        return switch (metric) {
            case EXACT_MATCH -> sums[EXACT] / sums[QUESTIONS];
            case SPAN_F1 -> sums[F1] / sums[QUESTIONS];
            case HAS_ANSWER_EXACT_MATCH -> sums[HAS_ANSWER_EXACT] / sums[HAS_ANSWER];
            case HAS_ANSWER_SPAN_F1 -> sums[HAS_ANSWER_F1] / sums[HAS_ANSWER];
            case NO_ANSWER_ACCURACY -> sums[NO_ANSWER_EXACT] / (sums[QUESTIONS] - sums[HAS_ANSWER]);
            default -> throw kind().refusal(metric);
        };
    }

    /**
     * Questions that a measure leaves out are right in no run, and so do not tell two runs apart.
     */
    @Override
    public Optional<boolean[]> rightUnits(MetricName metric) {
        return switch (metric) {
            case EXACT_MATCH -> unitsWithOne(EXACT);
            case HAS_ANSWER_EXACT_MATCH -> unitsWithOne(HAS_ANSWER_EXACT);
            case NO_ANSWER_ACCURACY -> unitsWithOne(NO_ANSWER_EXACT);
            default -> Optional.empty();
        };
    }
}
