package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.metric.SpanAnswer;
import io.github.mtdnn.metric.SpanCandidate;
import io.github.mtdnn.metric.SpanDecoder;
import io.github.mtdnn.metric.SpanWindow;
import io.github.mtdnn.model.HeadSpec;
import io.github.mtdnn.spark.train.evaluate.Prediction.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Turns the network's output for the examples of one group into predictions. */
@FunctionalInterface
interface Decoder {
    /** As MT-DNN and the published baseline for SQuAD have them. */
    SpanDecoder SPANS = new SpanDecoder(20, 30);

    List<Prediction> decode(List<Output> group);

    /**
     * The output for one example.
     *
     * @param logits (rows, C) where rows is 1, or the number of tokens or of masked tokens
     */
    record Output(EncodedExample example, float[] logits) {}

    /** The decoder of a head's output. */
    static Decoder of(HeadSpec head) {
        int classes = head.numClasses();
        return switch (head.type()) {
            case CLASSIFICATION -> group -> group.stream().map(Decoder::classOf).toList();
            case REGRESSION -> group -> group.stream().map(Decoder::scoreOf).toList();
            case RANKING -> group -> List.of(ranking(group));
            case SPAN -> group -> List.of(answer(group));
            case SEQUENCE_LABELING -> group -> List.of(tokens(group, classes, true));
            case MASKED_LM -> group -> List.of(tokens(group, classes, false));
        };
    }

    /** How many rows of logits an example has. */
    static int rows(HeadSpec head, EncodedExample example) {
        return switch (head.type()) {
            case CLASSIFICATION, REGRESSION, RANKING -> 1;
            case SPAN, SEQUENCE_LABELING -> example.length();
            case MASKED_LM -> labelled(example).length;
        };
    }

    private static Prediction classOf(Output output) {
        EncodedExample example = output.example();
        double[] probabilities = softmax(output.logits());
        int best = highest(output.logits(), 0, probabilities.length);
        double loss =
                Double.isNaN(example.label())
                        ? Double.NaN
                        : -Math.log(probabilities[(int) example.label()]);
        return new Prediction.OfClass(
                example.uid(), example.group(), example.label(), best, probabilities, loss);
    }

    private static Prediction scoreOf(Output output) {
        double label = output.example().label();
        double score = output.logits()[0];
        return new Prediction.OfScore(
                output.example().uid(), label, score, (score - label) * (score - label));
    }

    private static Prediction ranking(List<Output> group) {
        List<Candidate> candidates = new ArrayList<>();
        for (Output output : group) {
            EncodedExample example = output.example();
            candidates.add(
                    new Candidate(
                            example.uid(),
                            example.label(),
                            output.logits()[0],
                            example.evidence().text()));
        }
        EncodedExample first = group.get(0).example();
        return new Prediction.OfRanking(first.group(), candidates, first.evidence().answers());
    }

    private static Prediction answer(List<Output> windows) {
        EncodedExample first = windows.get(0).example();
        SpanAnswer answer =
                SPANS.decodeOrNone(
                        first.evidence().text(),
                        windows.stream().map(Decoder::window).toList(),
                        Double.POSITIVE_INFINITY);
        double probability =
                answer.candidates().stream()
                        .filter(candidate -> candidate.text().equals(answer.text()))
                        .mapToDouble(SpanCandidate::probability)
                        .findFirst()
                        .orElseThrow();
        return new Prediction.OfAnswer(
                name(first),
                answer.text(),
                probability,
                answer.nullMinusBest(),
                first.evidence().answers());
    }

    private static SpanWindow window(Output output) {
        int tokens = output.example().length();
        double[] starts = new double[tokens];
        double[] ends = new double[tokens];
        for (int t = 0; t < tokens; t++) {
            starts[t] = output.logits()[2 * t];
            ends[t] = output.logits()[2 * t + 1];
        }
        EncodedExample.Span span = output.example().span();
        return new SpanWindow(starts, ends, span.firstChars(), span.endChars());
    }

    /**
     * @param isRowPerToken whether each token has logits, or each labelled one
     */
    private static Prediction tokens(List<Output> windows, int classes, boolean isRowPerToken) {
        List<Integer> labels = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        for (Output output : windows) {
            EncodedExample example = output.example();
            int[] labelled = labelled(example);
            for (int i = 0; i < labelled.length; i++) {
                int row = isRowPerToken ? labelled[i] : i;
                labels.add(example.tokenLabels()[labelled[i]]);
                values.add(highest(output.logits(), row * classes, classes));
            }
        }
        return new Prediction.OfTokens(
                name(windows.get(0).example()), toArray(labels), toArray(values));
    }

    private static int[] labelled(EncodedExample example) {
        int[] labels = example.tokenLabels();
        return IntStream.range(0, labels.length)
                .filter(t -> labels[t] != EncodedExample.NO_LABEL)
                .toArray();
    }

    private static int[] toArray(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String name(EncodedExample example) {
        return example.group().isEmpty() ? example.uid() : example.group();
    }

    private static int highest(float[] logits, int from, int count) {
        int best = 0;
        for (int c = 1; c < count; c++) {
            best = logits[from + c] > logits[from + best] ? c : best;
        }
        return best;
    }

    private static double[] softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] probabilities = new double[logits.length];
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] = Math.exp(logits[c] - max);
        }
        double sum = Arrays.stream(probabilities).sum();
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }
}
