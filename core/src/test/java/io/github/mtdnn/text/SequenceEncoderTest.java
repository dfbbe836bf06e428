package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SequenceEncoderTest {
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int A = 4;
    private static final int B = 5;

    private final BertTokenizer tokenizer =
            new BertTokenizer(
                    Vocabulary.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c"), false);

    @Test
    void putsASingleTextBetweenSpecials() {
        Encoding encoding = encoder(10, false).encode("a b");

        assertThat(encoding.inputIds()).containsExactly(CLS, A, B, SEP);
        assertThat(encoding.tokenTypeIds()).containsExactly(0, 0, 0, 0);
        assertThat(encoding.truncated()).isFalse();
        assertThat(encoding.length()).isEqualTo(4);
    }

    @Test
    void putsThePremiseOfAPairFirst() {
        Encoding encoding = encoder(10, false).encode("a a", "b");

        assertThat(encoding.inputIds()).containsExactly(CLS, A, A, SEP, B, SEP);
        assertThat(encoding.tokenTypeIds()).containsExactly(0, 0, 0, 0, 1, 1);
    }

    @Test
    void putsTheHypothesisFirstOnRequest() {
        Encoding encoding = encoder(10, true).encode("a a", "b");

        assertThat(encoding.inputIds()).containsExactly(CLS, B, SEP, A, A, SEP);
        assertThat(encoding.tokenTypeIds()).containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void encodesEmptyTexts() {
        assertThat(encoder(3, false).encode("").inputIds()).containsExactly(CLS, SEP);
        assertThat(encoder(5, false).encode("", "").inputIds()).containsExactly(CLS, SEP, SEP);
        assertThat(encoder(5, false).encode("", "").tokenTypeIds()).containsExactly(0, 0, 1);
        assertThat(encoder(5, false).encode("a", "").inputIds()).containsExactly(CLS, A, SEP, SEP);
    }

    @Test
    void cutsASingleTextAtItsEnd() {
        Encoding encoding = encoder(4, false).encode("a b c");

        assertThat(encoding.inputIds()).containsExactly(CLS, A, B, SEP);
        assertThat(encoding.truncated()).isTrue();
    }

    @Test
    void cutsTheHypothesisFirstWhereBothAreEquallyLong() {
        assertThat(encoder(6, false).encode("a a", "b b").inputIds())
                .containsExactly(CLS, A, A, SEP, B, SEP);
        assertThat(encoder(6, true).encode("a a", "b b").inputIds())
                .containsExactly(CLS, B, SEP, A, A, SEP);
    }

    @Test
    void keepsOfAPairWhatRemovingOnePieceAtATimeKeeps() {
        for (int premise = 0; premise < 15; premise++) {
            for (int hypothesis = 0; hypothesis < 15; hypothesis++) {
                for (int maxSeqLength = 5; maxSeqLength < 32; maxSeqLength++) {
                    checkAgainstLoop(premise, hypothesis, maxSeqLength);
                }
            }
        }
    }

    private void checkAgainstLoop(int premise, int hypothesis, int maxSeqLength) {
        int keptPremise = premise;
        int keptHypothesis = hypothesis;
        while (keptPremise + keptHypothesis > maxSeqLength - 3) {
            if (keptPremise > keptHypothesis) {
                keptPremise--;
            } else {
                keptHypothesis--;
            }
        }
        Encoding encoding =
                encoder(maxSeqLength, false).encode("a ".repeat(premise), "b ".repeat(hypothesis));
        assertThat(encoding.inputIds()).hasSize(keptPremise + keptHypothesis + 3);
        assertThat(encoding.inputIds()[keptPremise + 1]).isEqualTo(SEP);
        assertThat(Arrays.stream(encoding.inputIds()).filter(id -> id == A)).hasSize(keptPremise);
        assertThat(encoding.truncated()).isEqualTo(premise + hypothesis > maxSeqLength - 3);
    }

    @Test
    void refusesALengthWithoutRoomForText() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> encoder(2, false))
                .withMessage(
                        "data.max-seq-length = 2 has no room for a text: with [CLS] and [SEP] it "
                                + "takes at least 3 tokens. Set it to 3 or more, usually 128 to "
                                + "512.");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> encoder(4, false).encode("a", "b"))
                .withMessageContaining("data.max-seq-length = 4 has no room for a pair of texts")
                .withMessageContaining("at least 5 tokens");
    }

    private SequenceEncoder encoder(int maxSeqLength, boolean hypothesisFirst) {
        return new SequenceEncoder(tokenizer, maxSeqLength, hypothesisFirst);
    }
}
