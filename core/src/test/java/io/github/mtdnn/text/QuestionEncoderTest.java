package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.text.QuestionWindow.TokenRange;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionEncoderTest {
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int WHO = 4;
    private static final int A = 5;
    private static final int B = 6;
    private static final int C = 7;
    private static final int ABLE = 8;

    private final BertTokenizer wordPiece =
            new BertTokenizer(
                    Vocabulary.of(
                            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "who", "a", "b", "c", "##able"),
                    false);

    @Test
    void putsTheQuestionBeforeTheContextAndSaysWhereTheContextsTokensStand() {
        List<QuestionWindow> windows = encoder(10, 2, 1).encode("who", "a, bable");

        assertThat(windows).hasSize(1);
        QuestionWindow window = windows.get(0);
        assertThat(window.tokens().inputIds()).containsExactly(CLS, WHO, SEP, A, 1, B, ABLE, SEP);
        assertThat(window.tokens().tokenTypeIds()).containsExactly(0, 0, 0, 1, 1, 1, 1, 1);
        assertThat(window.firstChars()).containsExactly(-1, -1, -1, 0, 1, 3, 4, -1);
        assertThat(window.endChars()).containsExactly(-1, -1, -1, 1, 2, 4, 8, -1);
        assertThat(window.tokens().truncated()).isFalse();
    }

    @Test
    void cutsALongQuestionAndSaysSo() {
        QuestionWindow window = encoder(8, 2, 1).encode("who who who", "a").get(0);

        assertThat(window.tokens().inputIds()).containsExactly(CLS, WHO, WHO, SEP, A, SEP);
        assertThat(window.tokens().truncated()).isTrue();
    }

    @Test
    void goesThroughALongContextInWindowsThatOverlap() {
        List<QuestionWindow> windows = encoder(7, 1, 1).encode("who", "a b c a b");

        assertThat(windows)
                .extracting(window -> window.tokens().inputIds())
                .containsExactly(
                        new int[] {CLS, WHO, SEP, A, B, C, SEP},
                        new int[] {CLS, WHO, SEP, C, A, B, SEP});
    }

    @Test
    void hasNoWindowThatOnlyRepeats() {
        assertThat(encoder(7, 1, 2).encode("who", "a b c")).hasSize(1);
        assertThat(encoder(7, 1, 2).encode("who", "a b c a")).hasSize(2);
    }

    @Test
    void hasAWindowOfAnEmptyContext() {
        List<QuestionWindow> windows = encoder(7, 1, 1).encode("", "");

        assertThat(windows).hasSize(1);
        assertThat(windows.get(0).tokens().inputIds()).containsExactly(CLS, SEP, SEP);
        assertThat(windows.get(0).tokensOf(0, 0)).isEmpty();
    }

    @Test
    void findsAnAnswerInEveryWindowThatHasAllOfIt() {
        List<QuestionWindow> windows = encoder(7, 1, 1).encode("who", "a b c a b");

        assertThat(windows.get(0).tokensOf(2, 5)).contains(new TokenRange(4, 5)); // b c
        assertThat(windows.get(1).tokensOf(2, 5)).isEmpty();
        assertThat(windows.get(0).tokensOf(4, 5)).contains(new TokenRange(5, 5)); // c
        assertThat(windows.get(1).tokensOf(4, 5)).contains(new TokenRange(3, 3));
        assertThat(windows.get(0).tokensOf(4, 7)).isEmpty(); // c a
        assertThat(windows.get(1).tokensOf(4, 7)).contains(new TokenRange(3, 4));
    }

    @Test
    void takesTheWholeTokenWhereAnAnswerBeginsOrEndsWithinOne() {
        QuestionWindow window = encoder(10, 1, 1).encode("who", "a bable c").get(0);

        assertThat(window.tokensOf(4, 6)).contains(new TokenRange(5, 5)); // of ##able
        assertThat(window.tokensOf(0, 4)).contains(new TokenRange(3, 5));
    }

    @Test
    void passesOverBlanksAtTheEndsOfAnAnswer() {
        QuestionWindow window = encoder(10, 1, 1).encode("who", "a b c").get(0);

        assertThat(window.tokensOf(1, 4)).contains(new TokenRange(4, 4));
        assertThat(window.tokensOf(1, 2)).isEmpty();
    }

    @Test
    void setsTwoEndsBetweenTheTextsOfRobertaAndFindsCharactersOfSeveralPieces() {
        ByteLevelTokenizer tokenizer = ByteLevelTokenizerTest.tokenizer();

        QuestionWindow window =
                new QuestionEncoder(tokenizer, 30, 4, 4).encode("low", "new \u00e9 low").get(0);

        int[] ids = window.tokens().inputIds();
        assertThat(Arrays.stream(ids).mapToObj(tokenizer::token))
                .containsExactly(
                        "<s>",
                        "low",
                        "</s>",
                        "</s>",
                        "new",
                        "\u0120",
                        "\u00c3",
                        "\u00a9",
                        "\u0120low",
                        "</s>");
        assertThat(window.tokens().tokenTypeIds()).containsOnly(0);
        assertThat(window.tokensOf(4, 5)).contains(new TokenRange(6, 7));
        assertThat(window.tokensOf(6, 9)).contains(new TokenRange(8, 8));
    }

    @Test
    void refusesALengthWithoutRoomForTheContext() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> encoder(70, 64, 16))
                .withMessage(
                        "data.max-seq-length = 70 has no room for questions of"
                                + " data.max-question-pieces = 64 and windows that go beyond"
                                + " data.window-overlap = 16: with 3 specials it takes at least 84"
                                + " tokens. Raise it, or lower the others.");
    }

    private QuestionEncoder encoder(int maxSeqLength, int maxQuestionPieces, int overlap) {
        return new QuestionEncoder(wordPiece, maxSeqLength, maxQuestionPieces, overlap);
    }
}
