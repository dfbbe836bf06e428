package io.github.mtdnn.metric;

import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A tag for each word of sentences, judged word by word as parts of speech are. The words of a
 * sentence are not independent of each other, so a resample draws sentences.
 */
public final class TagPredictions extends UnitSums {
    private static final int RIGHT = 0;
    private static final int WORDS = 1;

    private final List<TaggedSentence> sentences;

    private TagPredictions(List<TaggedSentence> sentences) {
        super(sentences, TagPredictions::sums);
        this.sentences = sentences;
    }

    /** Takes the tags of sentences. */
    public static TagPredictions of(List<TaggedSentence> sentences) {
        return new TagPredictions(List.copyOf(sentences));
    }

    /**
     * How often each tag was predicted for words of each.
     *
     * @param numTags number of tags, at least 1
     */
    public ConfusionMatrix confusionMatrix(int numTags) {
        return ConfusionMatrix.of(
                flat(TaggedSentence::labels), flat(TaggedSentence::predictions), numTags);
    }

    private int[] flat(Function<TaggedSentence, int[]> tags) {
        return sentences.stream().map(tags).flatMapToInt(Arrays::stream).toArray();
    }

    private static double[] sums(TaggedSentence sentence) {
        double[] sums = new double[2];
        for (int word = 0; word < sentence.labels().length; word++) {
            sums[RIGHT] += sentence.labels()[word] == sentence.predictions()[word] ? 1 : 0;
            sums[WORDS]++;
        }
        return sums;
    }

    @Override
    public PredictionKind kind() {
        return PredictionKind.TAGS;
    }

    /** The most frequent tag for every word. */
    @Override
    public Measurable baseline() {
        Map<Integer, Long> frequencies =
                sentences.stream()
                        .flatMapToInt(sentence -> Arrays.stream(sentence.labels()))
                        .boxed()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        int most =
                frequencies.keySet().stream().max(Comparator.comparing(frequencies::get)).orElse(0);
        return of(sentences.stream().map(sentence -> sentence.withAllTagged(most)).toList());
    }

    @Override
    double value(MetricName metric, double[] sums) {
        if (metric != MetricName.ACCURACY) {
            throw kind().refusal(metric);
        }
        return sums[RIGHT] / sums[WORDS];
    }
}
