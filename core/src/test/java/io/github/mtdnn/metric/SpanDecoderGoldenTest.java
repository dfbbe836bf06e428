package io.github.mtdnn.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mtdnn.golden.GoldenJson;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpanDecoderGoldenTest {
    static Stream<Arguments> settings() {
        return GoldenJson.elements(GoldenJson.read("span_decoding.json").get("items")).stream()
                .flatMap(
                        question ->
                                GoldenJson.elements(question.get("expected")).stream()
                                        .map(expected -> Arguments.of(question, expected)));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("settings")
    void findsTheAnswer(JsonNode question, JsonNode expected) {
        check(
                expected.get("without_null"),
                decoder(expected).decode(context(question), windows(question)));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("settings")
    void findsTheAnswerOrThatThereIsNone(JsonNode question, JsonNode expected) {
        SpanAnswer answer = decoder(expected).decodeOrNone(context(question), windows(question), 0);

        check(expected.get("with_null"), answer);
        GoldenJson.assertMatches(
                expected.get("with_null").get("null_minus_best"), answer.nullMinusBest());
    }

    private static void check(JsonNode expected, SpanAnswer answer) {
        List<JsonNode> recorded = GoldenJson.elements(expected.get("n_best"));
        assertThat(answer.candidates())
                .extracting(SpanCandidate::text)
                .isEqualTo(recorded.stream().map(c -> c.get("text").textValue()).toList());
        for (int i = 0; i < recorded.size(); i++) {
            GoldenJson.assertMatches(
                    recorded.get(i).get("score"), answer.candidates().get(i).score());
            GoldenJson.assertMatches(
                    recorded.get(i).get("probability"), answer.candidates().get(i).probability());
        }
        assertThat(answer.text()).isEqualTo(expected.get("answer").textValue());
    }

    private static SpanDecoder decoder(JsonNode expected) {
        return new SpanDecoder(
                expected.get("n_best").intValue(), expected.get("max_answer_length").intValue());
    }

    private static String context(JsonNode question) {
        return question.get("context").textValue();
    }

    private static List<SpanWindow> windows(JsonNode question) {
        return GoldenJson.elements(question.get("features")).stream()
                .map(
                        window ->
                                new SpanWindow(
                                        GoldenJson.doubles(window.get("start_logits")),
                                        GoldenJson.doubles(window.get("end_logits")),
                                        offsets(window, 0),
                                        offsets(window, 1)))
                .toList();
    }

    private static int[] offsets(JsonNode window, int side) {
        return GoldenJson.elements(window.get("offset_mapping")).stream()
                .mapToInt(
                        token ->
                                token.isNull() ? SpanWindow.NO_CONTEXT : token.get(side).intValue())
                .toArray();
    }
}
