package io.github.mtdnn.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the text of an answer from the logits of its first and last token, over all windows of a
 * context, as MT-DNN and the published BERT baseline for SQuAD do. Of each window the pairs of its
 * {@code nBest} highest start and end logits are candidates; the {@code nBest} best of all windows
 * are kept.
 *
 * @param nBest how many starts, ends and candidates are kept
 * @param maxAnswerLength greatest number of tokens in an answer
 */
public record SpanDecoder(int nBest, int maxAnswerLength) {
    private static final Comparator<Scored> BY_SCORE =
            Comparator.comparingDouble(Scored::score).reversed();

    public SpanDecoder {
        if (nBest < 1 || maxAnswerLength < 1) {
            throw new IllegalArgumentException(
                    "nBest = %d and maxAnswerLength = %d have to be at least 1"
                            .formatted(nBest, maxAnswerLength));
        }
    }

    /** The best answer to a question that has one (SQuAD 1.1); empty if no pair is possible. */
    public SpanAnswer decode(String context, List<SpanWindow> windows) {
        List<Scored> kept = orStandIn(best(spans(context, windows)));
        return new SpanAnswer(kept.get(0).text(), Double.NaN, withProbabilities(kept));
    }

    /**
     * The best answer to a question that may have none (SQuAD 2.0). The score of no answer is the
     * lowest of all windows: one window without the answer does not mean that there is none.
     *
     * @param nullThreshold by how much the score of no answer has to exceed the best answer's
     */
    public SpanAnswer decodeOrNone(String context, List<SpanWindow> windows, double nullThreshold) {
        Scored none =
                new Scored(
                        "",
                        windows.stream()
                                .mapToDouble(SpanWindow::nullScore)
                                .min()
                                .orElseThrow(SpanDecoder::noWindows));
        List<Scored> all = spans(context, windows);
        all.add(none);
        List<Scored> kept = best(all);
        if (!kept.contains(none)) {
            kept.add(none);
        }
        kept = orStandIn(kept);
        // A stand-in is first and has no text; it is the best there is.
        Scored best =
                kept.stream()
                        .filter(scored -> !scored.text().isEmpty())
                        .findFirst()
                        .orElse(kept.get(0));
        double nullMinusBest = none.score() - best.score();
        String text = nullMinusBest > nullThreshold ? "" : best.text();
        return new SpanAnswer(text, nullMinusBest, withProbabilities(kept));
    }

    /** Every possible span of the context's tokens among the best starts and ends. */
    private List<Scored> spans(String context, List<SpanWindow> windows) {
        List<Scored> spans = new ArrayList<>();
        for (SpanWindow window : windows) {
            int[] ends = highest(window.endLogits());
            for (int start : highest(window.startLogits())) {
                for (int end : ends) {
                    if (isPossible(window, start, end)) {
                        spans.add(scored(context, window, start, end));
                    }
                }
            }
        }
        return spans;
    }

    private boolean isPossible(SpanWindow window, int start, int end) {
        return window.isContext(start)
                && window.isContext(end)
                && start <= end
                && end - start < maxAnswerLength;
    }

    private static Scored scored(String context, SpanWindow window, int start, int end) {
        return new Scored(
                context.substring(window.firstChars()[start], window.endChars()[end]),
                window.startLogits()[start] + window.endLogits()[end]);
    }

    /** Positions of the highest logits, in descending order. */
    private int[] highest(double[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -logits[i]))
                .limit(nBest)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<Scored> best(List<Scored> scored) {
        List<Scored> best = new ArrayList<>(scored);
        best.sort(BY_SCORE);
        return new ArrayList<>(best.subList(0, Math.min(nBest, best.size())));
    }

    /** Puts an empty text of score 0 first where there is no other text. */
    private static List<Scored> orStandIn(List<Scored> kept) {
        if (kept.stream().allMatch(scored -> scored.text().isEmpty())) {
            kept.add(0, new Scored("", 0));
        }
        return kept;
    }

    private static List<SpanCandidate> withProbabilities(List<Scored> kept) {
        double max = kept.stream().mapToDouble(Scored::score).max().orElseThrow();
        double sum = kept.stream().mapToDouble(scored -> Math.exp(scored.score() - max)).sum();
        return kept.stream()
                .map(
                        scored ->
                                new SpanCandidate(
                                        scored.text(),
                                        scored.score(),
                                        Math.exp(scored.score() - max) / sum))
                .toList();
    }

    private static IllegalArgumentException noWindows() {
        return new IllegalArgumentException("a question has no window of its context");
    }

    private record Scored(String text, double score) {}
}
