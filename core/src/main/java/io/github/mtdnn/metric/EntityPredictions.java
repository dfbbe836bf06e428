package io.github.mtdnn.metric;

import io.github.mtdnn.metric.EntityTags.Entity;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.PredictionKind;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Entities predicted in sentences beside the labelled ones; one is correct if type, first and last
 * word are. A resample draws sentences.
 */
public final class EntityPredictions extends UnitSums {
    private static final int CORRECT = 0;
    private static final int PREDICTED = 1;
    private static final int LABELLED = 2;
    private static final int F1_OF_SENTENCE = 3;
    private static final int SENTENCES = 4;

    private final List<FoundEntities> sentences;
    private final Map<String, ClassCounts> byType;

    private EntityPredictions(List<FoundEntities> sentences, Map<String, ClassCounts> byType) {
        super(sentences, EntityPredictions::sums);
        this.sentences = sentences;
        this.byType = byType;
    }

    /**
     * Takes the tags of sentences.
     *
     * @param tags what the label indices mean
     */
    public static EntityPredictions of(EntityTags tags, List<TaggedSentence> sentences) {
        List<FoundEntities> found =
                sentences.stream()
                        .map(
                                sentence ->
                                        FoundEntities.of(
                                                tags.entities(sentence.labels()),
                                                tags.entities(sentence.predictions())))
                        .toList();
        Map<String, ClassCounts> byType = new TreeMap<>();
        for (int type = 0; type < tags.types().size(); type++) {
            ClassCounts counts = ClassCounts.NONE;
            for (FoundEntities sentence : found) {
                counts = counts.plus(sentence.counts(type));
            }
            byType.put(tags.types().get(type), counts);
        }
        return new EntityPredictions(found, byType);
    }

    private static double[] sums(FoundEntities sentence) {
        ClassCounts counts = sentence.counts();
        boolean rightlyEmpty = counts.labelled() == 0 && counts.predicted() == 0;
        double[] sums = new double[5];
        sums[CORRECT] = counts.correct();
        sums[PREDICTED] = counts.predicted();
        sums[LABELLED] = counts.labelled();
        sums[F1_OF_SENTENCE] = rightlyEmpty ? 1 : counts.f1();
        sums[SENTENCES] = 1;
        return sums;
    }

    @Override
    public PredictionKind kind() {
        return PredictionKind.ENTITIES;
    }

    /** No entity anywhere. */
    @Override
    public Measurable baseline() {
        return new EntityPredictions(
                sentences.stream()
                        .map(found -> FoundEntities.of(found.labelled(), List.of()))
                        .toList(),
                Map.of());
    }

    @Override
    double value(MetricName metric, double[] sums) {
        return switch (metric) {
            case ENTITY_F1 -> Ratio.f1(sums[CORRECT], sums[PREDICTED], sums[LABELLED]);
            case ENTITY_PRECISION -> Ratio.orZero(sums[CORRECT], sums[PREDICTED]);
            case ENTITY_RECALL -> Ratio.orZero(sums[CORRECT], sums[LABELLED]);
            // A sentence in which nothing is, and nothing is found, counts 1.
            case ENTITY_F1_PER_SENTENCE -> sums[F1_OF_SENTENCE] / sums[SENTENCES];
            default -> throw kind().refusal(metric);
        };
    }

    /** Counts of each type of entity, by its name: a table of its own. */
    public Map<String, ClassCounts> byType() {
        return Collections.unmodifiableMap(byType);
    }

    /**
     * Mean over the types of a measure of each, weighted by how many labelled entities it has; 0
     * without any. What seqeval 0.0.12 reports as average.
     */
    public double supportWeighted(ToDoubleFunction<ClassCounts> measure) {
        double sum = 0;
        double support = 0;
        for (ClassCounts counts : byType.values()) {
            sum += counts.labelled() * measure.applyAsDouble(counts);
            support += counts.labelled();
        }
        return Ratio.orZero(sum, support);
    }

    /** The entities of one sentence. */
    private record FoundEntities(
            List<Entity> labelled, List<Entity> predicted, Set<Entity> correct) {

        static FoundEntities of(List<Entity> labelled, List<Entity> predicted) {
            Set<Entity> correct = new HashSet<>(labelled);
            correct.retainAll(new HashSet<>(predicted));
            return new FoundEntities(labelled, predicted, correct);
        }

        ClassCounts counts() {
            return new ClassCounts(correct.size(), predicted.size(), labelled.size());
        }

        ClassCounts counts(int type) {
            return new ClassCounts(
                    ofType(type, correct), ofType(type, predicted), ofType(type, labelled));
        }

        private static long ofType(int type, Collection<Entity> entities) {
            return entities.stream().filter(entity -> entity.type() == type).count();
        }
    }
}
