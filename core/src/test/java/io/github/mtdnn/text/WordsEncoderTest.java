package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsEncoderTest {
    private static final int UNKNOWN = 1;
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int A = 4;
    private static final int MORE_A = 5;
    private static final int NONE = WordsWindow.NONE;

    /** A word of n times "a" has n pieces. */
    private final BertTokenizer tokenizer =
            new BertTokenizer(
                    Vocabulary.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "##a", "b"), false);

    @Test
    void predictsAWordAtItsFirstPiece() {
        List<WordsWindow> windows = encode(10, "a", "aaa", "b");

        assertThat(windows).hasSize(1);
        assertThat(windows.get(0).inputIds()).containsExactly(CLS, A, A, MORE_A, MORE_A, 6, SEP);
        assertThat(windows.get(0).words()).containsExactly(NONE, 0, 1, NONE, NONE, 2, NONE);
        assertThat(windows.get(0).truncated()).isFalse();
    }

    @Test
    void aWordOfWhichNothingIsKeptIsUnknown() {
        WordsWindow window = encode(10, "a", "\u200b", "", "z").get(0);

        assertThat(window.inputIds()).containsExactly(CLS, A, UNKNOWN, UNKNOWN, UNKNOWN, SEP);
        assertThat(window.words()).containsExactly(NONE, 0, 1, 2, 3, NONE);
    }

    @Test
    void aWordLongerThanAWindowIsCut() {
        List<WordsWindow> windows = encode(5, "aaaa", "a");

        assertThat(windows.get(0).inputIds()).containsExactly(CLS, A, MORE_A, MORE_A, SEP);
        assertThat(windows.get(0).truncated()).isTrue();
        assertThat(windows.get(1).inputIds()).containsExactly(CLS, A, SEP);
        assertThat(windows.get(1).truncated()).isFalse();
    }

    @Test
    void aSentenceThatJustFitsIsOneWindow() {
        assertThat(encode(6, "a", "a", "aa")).hasSize(1);
        assertThat(encode(5, "a", "a", "aa")).hasSize(2);
    }

    /** 10 words in windows of 6: words 0 to 5, 3 to 8 and 6 to 9. */
    @Test
    void aWordIsPredictedWhereItHasMostContext() {
        List<WordsWindow> windows = encode(8, "a", "a", "a", "a", "a", "a", "a", "a", "a", "a");

        assertThat(windows).hasSize(3);
        assertThat(windows.get(0).words()).containsExactly(NONE, 0, 1, 2, 3, 4, NONE, NONE);
    }

    @Test
    void everyWordIsPredictedOnceInOrderAndWithItsPieces() {
        Random random = new Random(17);
        for (int run = 0; run < 2000; run++) {
            int maxSeqLength = 3 + random.nextInt(14);
            List<String> words = words(random);

            List<WordsWindow> windows = new WordsEncoder(tokenizer, maxSeqLength).encode(words);

            List<Integer> predicted = new ArrayList<>();
            for (WordsWindow window : windows) {
                int[] ids = window.inputIds();
                assertThat(ids)
                        .hasSizeLessThanOrEqualTo(maxSeqLength)
                        .startsWith(CLS)
                        .endsWith(SEP);
                assertThat(window.words()).hasSameSizeAs(ids);
                for (int t = 0; t < ids.length; t++) {
                    int word = window.words()[t];
                    if (word != NONE) {
                        predicted.add(word);
                        assertThat(pieces(ids, t))
                                .isEqualTo(Math.min(words.get(word).length(), maxSeqLength - 2));
                    }
                }
            }
            assertThat(predicted)
                    .as("%s in windows of %d", words, maxSeqLength)
                    .isEqualTo(IntStream.range(0, words.size()).boxed().toList());
            assertThat(windows).allMatch(window -> predictedBy(window) > 0);
        }
    }

    @Test
    void noWordIsPredictedNextToACut() {
        Random random = new Random(4);
        for (int run = 0; run < 500; run++) {
            int count = 1 + random.nextInt(60);
            int maxSeqLength = 6 + random.nextInt(14);
            String[] words = new String[count];
            Arrays.fill(words, "a");

            int least = Integer.MAX_VALUE;
            for (WordsWindow window : encode(maxSeqLength, words)) {
                int[] predicted = Arrays.stream(window.words()).filter(w -> w != NONE).toArray();
                int firstToken =
                        IntStream.range(0, window.words().length)
                                .filter(t -> window.words()[t] != NONE)
                                .findFirst()
                                .orElseThrow();
                int first = predicted[0] - (firstToken - 1);
                int end = first + window.inputIds().length - 2;
                for (int word : predicted) {
                    least = Math.min(least, first == 0 ? least : word - first);
                    least = Math.min(least, end == count ? least : end - 1 - word);
                }
            }
            // Half of a window is shared, so that a quarter stands on each side.
            assertThat(least).isGreaterThanOrEqualTo((maxSeqLength - 2) / 2 / 2 - 1);
        }
    }

    @Test
    void sequencesTooShortForAWordAreRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new WordsEncoder(tokenizer, 2))
                .withMessage(
                        "data.max-seq-length = 2 has no room for a word: with [CLS] and [SEP] it"
                                + " takes at least 3 tokens. Set it to 3 or more, usually 128 to"
                                + " 512.");
    }

    private static List<String> words(Random random) {
        int longest = 1 + random.nextInt(6);
        return random.ints(1 + random.nextInt(40), 1, longest + 1).mapToObj("a"::repeat).toList();
    }

    private static int predictedBy(WordsWindow window) {
        return (int) Arrays.stream(window.words()).filter(word -> word != NONE).count();
    }

    private static int pieces(int[] ids, int first) {
        assertThat(ids[first]).isEqualTo(A);
        int end = first + 1;
        while (ids[end] == MORE_A) {
            end++;
        }
        return end - first;
    }

    private List<WordsWindow> encode(int maxSeqLength, String... words) {
        return new WordsEncoder(tokenizer, maxSeqLength).encode(List.of(words));
    }
}
