package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.HAS_ANSWER_EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.HAS_ANSWER_SPAN_F1;
import static io.github.mtdnn.task.MetricName.NO_ANSWER_ACCURACY;
import static io.github.mtdnn.task.MetricName.SPAN_F1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mtdnn.golden.GoldenJson;
import io.github.mtdnn.metric.NoAnswerThreshold.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded values are in percent, ours are fractions. */
class AnswerGoldenTest {
    private static final JsonNode GOLDEN = GoldenJson.read("metrics_squad.json");
    private static final JsonNode V1 = GOLDEN.get("v1");
    private static final JsonNode V2 = GOLDEN.get("v2");

    static Stream<JsonNode> questions() {
        return Stream.of(V1, V2).flatMap(v -> GoldenJson.elements(v.get("items")).stream());
    }

    static Stream<JsonNode> normalisedQuestions() {
        return GoldenJson.elements(V1.get("items")).stream();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("questions")
    void scoresAnAnswer(JsonNode question) {
        AnswerScore score = score(question);

        assertThat(score.exactMatch()).isEqualTo(question.get("em").intValue() == 1);
        GoldenJson.assertMatches(question.get("f1"), score.f1());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("normalisedQuestions")
    void normalisesTexts(JsonNode question) {
        assertThat(new AnswerText(question.get("prediction").textValue()))
                .hasToString(question.get("normalized_prediction").textValue());
        assertThat(GoldenJson.texts(question.get("answers")))
                .map(text -> new AnswerText(text).toString())
                .isEqualTo(GoldenJson.texts(question.get("normalized_answers")));
    }

    @Test
    void judgesQuestionsThatHaveAnAnswer() {
        List<AnswerScore> scores = new ArrayList<>(scores(V1));
        checkV1(V1.get("expected"), scores);
        scores.add(AnswerScore.missing(List.of("an answer")));
        checkV1(V1.get("expected_with_one_more_question_unanswered"), scores);
    }

    @Test
    void judgesQuestionsThatMayHaveNone() {
        checkV2(V2.get("expected"), scores(V2));
        checkV2(
                V2.get("expected_at_threshold_0_5"),
                thresholdQuestions().stream().map(question -> question.at(0.5)).toList());
    }

    @Test
    void findsTheBestThresholds() {
        NoAnswerThreshold exact = NoAnswerThreshold.forExactMatch(thresholdQuestions());
        GoldenJson.assertMatches(V2.get("best_exact"), 100 * exact.value());
        GoldenJson.assertMatches(V2.get("best_exact_thresh"), exact.threshold());
        NoAnswerThreshold f1 = NoAnswerThreshold.forF1(thresholdQuestions());
        GoldenJson.assertMatches(V2.get("best_f1"), 100 * f1.value());
        GoldenJson.assertMatches(V2.get("best_f1_thresh"), f1.threshold());
    }

    private static void checkV1(JsonNode expected, List<AnswerScore> scores) {
        AnswerPredictions predictions = AnswerPredictions.of(scores);
        GoldenJson.assertMatches(expected.get("exact_match"), 100 * predictions.value(EXACT_MATCH));
        GoldenJson.assertMatches(expected.get("f1"), 100 * predictions.value(SPAN_F1));
    }

    private static void checkV2(JsonNode expected, List<AnswerScore> scores) {
        AnswerPredictions judged = AnswerPredictions.of(scores);
        assertThat(judged.units()).isEqualTo(expected.get("total").intValue());
        GoldenJson.assertMatches(expected.get("exact"), 100 * judged.value(EXACT_MATCH));
        GoldenJson.assertMatches(expected.get("f1"), 100 * judged.value(SPAN_F1));
        GoldenJson.assertMatches(
                expected.get("HasAns_exact"), 100 * judged.value(HAS_ANSWER_EXACT_MATCH));
        GoldenJson.assertMatches(expected.get("HasAns_f1"), 100 * judged.value(HAS_ANSWER_SPAN_F1));
        GoldenJson.assertMatches(
                expected.get("NoAns_exact"), 100 * judged.value(NO_ANSWER_ACCURACY));
        GoldenJson.assertMatches(expected.get("NoAns_f1"), 100 * judged.value(NO_ANSWER_ACCURACY));
        assertThat(scores.stream().filter(AnswerScore::hasAnswer).count())
                .isEqualTo(expected.get("HasAns_total").longValue());
    }

    private static List<AnswerScore> scores(JsonNode version) {
        return GoldenJson.elements(version.get("items")).stream()
                .map(AnswerGoldenTest::score)
                .toList();
    }

    private static AnswerScore score(JsonNode question) {
        return AnswerScore.of(
                question.get("prediction").textValue(), GoldenJson.texts(question.get("answers")));
    }

    private static List<Question> thresholdQuestions() {
        return GoldenJson.elements(V2.get("items")).stream()
                .map(
                        question ->
                                Question.of(
                                        question.get("prediction").textValue(),
                                        GoldenJson.texts(question.get("answers")),
                                        question.get("no_answer_probability").doubleValue()))
                .toList();
    }
}
