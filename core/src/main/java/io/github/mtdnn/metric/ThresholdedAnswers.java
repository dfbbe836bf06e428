package io.github.mtdnn.metric;

import io.github.mtdnn.metric.NoAnswerThreshold.Question;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Answers to questions beside the right ones, with how much speaks for giving none: judged at the
 * threshold that is best for them, which each resample looks for anew.
 */
public final class ThresholdedAnswers implements Predictions {
    private final List<Question> questions;

    /** The questions' numbers, in the order of their scores. */
    private final int[] order;

    /** The questions in that order. */
    private final List<Question> sorted;

    private ThresholdedAnswers(List<Question> questions) {
        Lengths.requireSome(questions.size());
        this.questions = questions;
        this.order =
                IntStream.range(0, questions.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> questions.get(i).noAnswerScore()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        this.sorted = Arrays.stream(order).mapToObj(questions::get).toList();
    }

    /** Takes the scored answers, one for each question. */
    public static ThresholdedAnswers of(List<Question> questions) {
        return new ThresholdedAnswers(List.copyOf(questions));
    }

    @Override
    public PredictionKind kind() {
        return PredictionKind.ANSWER_SCORES;
    }

    @Override
    public int units() {
        return order.length;
    }

    @Override
    public double value(MetricName metric) {
        return best(metric).value();
    }

    @Override
    public OptionalDouble threshold(MetricName metric) {
        return OptionalDouble.of(best(metric).threshold());
    }

    private NoAnswerThreshold best(MetricName metric) {
        int[] once = new int[order.length];
        Arrays.fill(once, 1);
        return best(metric, once);
    }

    private NoAnswerThreshold best(MetricName metric, int[] timesDrawn) {
        return NoAnswerThreshold.best(
                sorted,
                Arrays.stream(order).map(i -> timesDrawn[i]).toArray(),
                score -> value(metric, score));
    }

    private double value(MetricName metric, AnswerScore score) {
        return switch (metric) {
            case BEST_EXACT_MATCH -> score.exactMatch() ? 1 : 0;
            case BEST_SPAN_F1 -> score.f1();
            default -> throw kind().refusal(metric);
        };
    }

    /** No answer to any question. */
    @Override
    public Measurable baseline() {
        return metric ->
                questions.stream()
                        .mapToDouble(question -> value(metric, question.unanswered()))
                        .average()
                        .orElseThrow();
    }

    @Override
    public Measurable drawn(int[] timesDrawn) {
        return metric -> best(metric, timesDrawn).value();
    }

    @Override
    public Optional<boolean[]> rightUnits(MetricName metric) {
        return Optional.empty();
    }
}
