package io.github.mtdnn.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * From which score on it is best to give no answer, as SQuAD 2.0 searches it (Rajpurkar et al.
 * 2018): every question whose score is greater than the threshold is left without answer. Unlike
 * the published script's, the threshold never parts questions of equal scores, and an answer of
 * nothing but articles and punctuation is right where there is none.
 *
 * @param threshold the lowest of the best; 0, as published, where no answer at all is best
 * @param value of the measure there, as a fraction
 */
public record NoAnswerThreshold(double threshold, double value) {

    /**
     * One question: what its answer is worth and what none is worth.
     *
     * @param answered the score of the predicted answer
     * @param unanswered the score of the empty one
     * @param noAnswerScore how much speaks for no answer, a probability or a difference of logits
     */
    public record Question(AnswerScore answered, AnswerScore unanswered, double noAnswerScore) {

        /** Scores a question, as {@link AnswerScore#of}. */
        public static Question of(String answer, List<String> rightAnswers, double noAnswerScore) {
            return new Question(
                    AnswerScore.of(answer, rightAnswers),
                    AnswerScore.of("", rightAnswers),
                    noAnswerScore);
        }

        /** The score with a threshold. */
        public AnswerScore at(double threshold) {
            return noAnswerScore > threshold ? unanswered : answered;
        }
    }

    /** The best threshold for exact match. */
    public static NoAnswerThreshold forExactMatch(List<Question> questions) {
        return best(questions, score -> score.exactMatch() ? 1 : 0);
    }

    /** The best threshold for F1. */
    public static NoAnswerThreshold forF1(List<Question> questions) {
        return best(questions, AnswerScore::f1);
    }

    private static NoAnswerThreshold best(
            List<Question> questions, ToDoubleFunction<AnswerScore> measure) {
        int[] once = new int[questions.size()];
        Arrays.fill(once, 1);
        List<Question> sorted =
                questions.stream()
                        .sorted(Comparator.comparingDouble(Question::noAnswerScore))
                        .toList();
        return best(sorted, once, measure);
    }

    /**
     * The best threshold for a measure that is a mean over questions.
     *
     * @param sorted questions by their score
     * @param times how often each counts; some counts at least once
     */
    static NoAnswerThreshold best(
            List<Question> sorted, int[] times, ToDoubleFunction<AnswerScore> measure) {
        double sum = 0;
        for (int i = 0; i < times.length; i++) {
            sum += times[i] * measure.applyAsDouble(sorted.get(i).unanswered());
        }
        double best = sum;
        double threshold = 0;
        for (int i = 0; i < times.length; i++) {
            Question question = sorted.get(i);
            sum +=
                    times[i]
                            * (measure.applyAsDouble(question.answered())
                                    - measure.applyAsDouble(question.unanswered()));
            boolean partsEqualScores =
                    i + 1 < times.length
                            && sorted.get(i + 1).noAnswerScore() == question.noAnswerScore();
            if (sum > best && !partsEqualScores) {
                best = sum;
                threshold = question.noAnswerScore();
            }
        }
        return new NoAnswerThreshold(threshold, best / Arrays.stream(times).sum());
    }
}
