package io.github.mtdnn.metric;

import static io.github.mtdnn.metric.SpanWindow.NO_CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpanDecoderTest {
    private static final String CONTEXT = "one two three";
    private static final int[] FIRST = {NO_CONTEXT, 0, 4, 8};
    private static final int[] END = {NO_CONTEXT, 3, 7, 13};
    private static final SpanDecoder DECODER = new SpanDecoder(20, 30);

    @Test
    void takesTheBestSpanOfAllWindows() {
        List<SpanWindow> windows =
                List.of(
                        window(new double[] {0, 3, 0, 0}, new double[] {0, 0, 4, 0}), // one two: 7
                        window(
                                new double[] {9, 0, 5, 0},
                                new double[] {9, 6, 0, 3})); // two three: 8
        assertThat(DECODER.decode(CONTEXT, windows).text()).isEqualTo("two three");
    }

    @Test
    void takesNoSpanThatIsTooLongOrEndsBeforeItStarts() {
        List<SpanWindow> windows =
                List.of(window(new double[] {0, 5, 0, 4}, new double[] {0, 5, 0, 9}));
        assertThat(new SpanDecoder(2, 2).decode(CONTEXT, windows).text()).isEqualTo("three");
    }

    @Test
    void answersNothingOnlyWhereItScoresHigherByTheThreshold() {
        List<SpanWindow> windows =
                List.of(window(new double[] {4, 3, 0, 0}, new double[] {4, 3, 0, 0}));
        SpanAnswer none = DECODER.decodeOrNone(CONTEXT, windows, 0);
        assertThat(none.text()).isEmpty();
        assertThat(none.nullMinusBest()).isEqualTo(2);
        assertThat(DECODER.decodeOrNone(CONTEXT, windows, 2).text()).isEqualTo("one");
    }

    @Test
    void needsEveryWindowToSayThatThereIsNoAnswer() {
        List<SpanWindow> windows =
                List.of(
                        window(new double[] {9, 0, 0, 0}, new double[] {9, 0, 0, 0}),
                        window(new double[] {1, 2, 0, 0}, new double[] {1, 2, 0, 0}));
        assertThat(DECODER.decodeOrNone(CONTEXT, windows, 0).text()).isEqualTo("one");
    }

    @Test
    void hasNoAnswerWhereNoTokenIsOfTheContext() {
        int[] none = {NO_CONTEXT};
        SpanWindow window = new SpanWindow(new double[1], new double[1], none, none);
        assertThat(DECODER.decode("", List.of(window)).text()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeDecoded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window(new double[4], new double[3]))
                .withMessageContaining("4 start logits, 3 end logits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DECODER.decodeOrNone(CONTEXT, List.of(), 0))
                .withMessageContaining("no window");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpanDecoder(0, 30))
                .withMessageContaining("nBest = 0");
    }

    private static SpanWindow window(double[] startLogits, double[] endLogits) {
        return new SpanWindow(startLogits, endLogits, FIRST, END);
    }
}
