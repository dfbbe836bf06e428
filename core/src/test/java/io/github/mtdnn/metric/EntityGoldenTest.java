package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mtdnn.golden.GoldenJson;
import io.github.mtdnn.metric.EntityTags.Entity;
import io.github.mtdnn.task.MetricName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntityGoldenTest {
    private static final JsonNode GOLDEN = GoldenJson.read("metrics_ner.json");

    static Stream<JsonNode> cases() {
        return GoldenJson.elements(GOLDEN.get("cases")).stream();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("cases")
    void judgesTagsOfWords(JsonNode recorded) {
        List<List<String>> gold = sentences(recorded.get("true"));
        List<List<String>> predicted = sentences(recorded.get("pred"));
        Set<String> labels = new LinkedHashSet<>(List.of("O"));
        gold.forEach(labels::addAll);
        predicted.forEach(labels::addAll);

        check(recorded.get("expected"), List.copyOf(labels), gold, predicted);
    }

    @Test
    void takesTheWordsFromPiecesAsMtDnnStoresThem() {
        JsonNode recorded = GOLDEN.get("from_label_ids");
        List<String> labels = GoldenJson.texts(recorded.get("labels"));
        EntityTags tags = EntityTags.of(labels);
        List<List<String>> gold = new ArrayList<>();
        List<List<String>> predicted = new ArrayList<>();
        for (int s = 0; s < recorded.get("label").size(); s++) {
            int[] goldOfPieces = GoldenJson.ints(recorded.get("label").get(s));
            int[] predictedOfPieces = GoldenJson.ints(recorded.get("pred").get(s));
            int[] words = tags.wordPositions(goldOfPieces);
            gold.add(Arrays.stream(words).mapToObj(i -> labels.get(goldOfPieces[i])).toList());
            predicted.add(
                    Arrays.stream(words).mapToObj(i -> labels.get(predictedOfPieces[i])).toList());
        }

        assertThat(gold).isEqualTo(sentences(recorded.get("true_tags")));
        assertThat(predicted).isEqualTo(sentences(recorded.get("pred_tags")));
        check(recorded.get("expected"), labels, gold, predicted);
    }

    private static void check(
            JsonNode expected,
            List<String> labels,
            List<List<String>> gold,
            List<List<String>> predicted) {
        EntityTags tags = EntityTags.of(labels);
        assertThat(entities(tags, labels, gold)).isEqualTo(entities(expected.get("entities_true")));
        assertThat(entities(tags, labels, predicted))
                .isEqualTo(entities(expected.get("entities_pred")));

        EntityPredictions predictions =
                EntityPredictions.of(
                        tags,
                        IntStream.range(0, gold.size())
                                .mapToObj(
                                        s ->
                                                new TaggedSentence(
                                                        indices(labels, gold.get(s)),
                                                        indices(labels, predicted.get(s))))
                                .toList());
        ClassCounts all =
                predictions.byType().values().stream().reduce(ClassCounts.NONE, ClassCounts::plus);
        assertThat(all)
                .isEqualTo(
                        new ClassCounts(
                                expected.get("correct").longValue(),
                                expected.get("predicted").longValue(),
                                expected.get("gold").longValue()));
        GoldenJson.assertMatches(
                expected.get("precision"), predictions.value(MetricName.ENTITY_PRECISION));
        GoldenJson.assertMatches(
                expected.get("recall"), predictions.value(MetricName.ENTITY_RECALL));
        GoldenJson.assertMatches(expected.get("f1"), predictions.value(MetricName.ENTITY_F1));
        checkTypes(expected.get("per_type"), predictions.byType());
        JsonNode weighted = expected.get("support_weighted");
        GoldenJson.assertMatches(
                weighted.get("precision"), predictions.supportWeighted(ClassCounts::precision));
        GoldenJson.assertMatches(
                weighted.get("recall"), predictions.supportWeighted(ClassCounts::recall));
        GoldenJson.assertMatches(weighted.get("f1"), predictions.supportWeighted(ClassCounts::f1));
    }

    private static void checkTypes(JsonNode expected, Map<String, ClassCounts> byType) {
        byType.forEach(
                (type, counts) -> {
                    if (counts.labelled() + counts.predicted() > 0) {
                        JsonNode recorded = expected.get(type);
                        GoldenJson.assertMatches(recorded.get("precision"), counts.precision());
                        GoldenJson.assertMatches(recorded.get("recall"), counts.recall());
                        GoldenJson.assertMatches(recorded.get("f1"), counts.f1());
                        GoldenJson.assertMatches(recorded.get("support"), counts.labelled());
                    }
                });
        assertThat(byType.keySet()).containsAll((Iterable<String>) expected::fieldNames);
    }

    private static List<List<List<Object>>> entities(
            EntityTags tags, List<String> labels, List<List<String>> sentences) {
        return sentences.stream()
                .map(
                        sentence ->
                                tags.entities(indices(labels, sentence)).stream()
                                        .map(entity -> entity(tags, entity))
                                        .toList())
                .toList();
    }

    private static List<Object> entity(EntityTags tags, Entity entity) {
        return List.of(tags.types().get(entity.type()), entity.first(), entity.last());
    }

    private static List<List<List<Object>>> entities(JsonNode sentences) {
        return GoldenJson.elements(sentences).stream()
                .map(
                        sentence ->
                                GoldenJson.elements(sentence).stream()
                                        .map(
                                                entity ->
                                                        List.<Object>of(
                                                                entity.get(0).textValue(),
                                                                entity.get(1).intValue(),
                                                                entity.get(2).intValue()))
                                        .toList())
                .toList();
    }

    private static int[] indices(List<String> labels, List<String> sentence) {
        return sentence.stream().mapToInt(labels::indexOf).toArray();
    }

    private static List<List<String>> sentences(JsonNode sentences) {
        return GoldenJson.elements(sentences).stream().map(GoldenJson::texts).toList();
    }
}
