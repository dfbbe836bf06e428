package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BertTokenizerTest {
    private final Vocabulary vocabulary =
            Vocabulary.of(
                    "[PAD]",
                    "[UNK]",
                    "[CLS]",
                    "[SEP]",
                    "[MASK]",
                    "the",
                    "cat",
                    "##s",
                    "sat",
                    ".",
                    "[",
                    "]",
                    "sep",
                    "The",
                    "caf\u00e9",
                    "cafe",
                    "\u6f22",
                    "i");
    private final BertTokenizer uncased = new BertTokenizer(vocabulary, false);
    private final BertTokenizer cased = new BertTokenizer(vocabulary, true);

    @Test
    void givesThePiecesOfAText() {
        assertThat(uncased.tokenize("The cats  SAT. \u6f22x"))
                .containsExactly("the", "cat", "##s", "sat", ".", "\u6f22", "[UNK]");
        assertThat(uncased.tokenize("")).isEmpty();
    }

    @Test
    void leavesCaseAndAccentsToACasedVocabulary() {
        assertThat(uncased.tokenize("The caf\u00e9")).containsExactly("the", "cafe");
        assertThat(cased.tokenize("The caf\u00e9")).containsExactly("The", "caf\u00e9");
        assertThat(cased.tokenize("THE")).containsExactly("[UNK]");
    }

    @Test
    void takesASpecialInTheTextAsThatSpecial() {
        assertThat(uncased.tokenize("the[SEP]cat [MASK][CLS]s"))
                .containsExactly("the", "[SEP]", "cat", "[MASK]", "[CLS]", "[UNK]");
        assertThat(uncased.tokenize("[sep] [SEP")).containsExactly("[", "sep", "]", "[", "sep");
    }

    @Test
    void doesNotDependOnTheLocaleOfTheMachine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(uncased.tokenize("I")).containsExactly("i");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void appendsToIdsThatAreThere() {
        PieceIds ids = new PieceIds();
        assertThat(uncased.tokenizeInto("the cats", ids)).isEqualTo(3);
        assertThat(uncased.tokenizeInto(new StringBuilder("sat"), ids)).isEqualTo(1);
        assertThat(ids.toArray()).containsExactly(5, 6, 7, 8);
        ids.clear();
        assertThat(ids.size()).isZero();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void takesTextsOfAMillionCharacters() {
        int million = 1_000_000;
        assertThat(uncased.tokenize("x".repeat(million))).containsExactly("[UNK]");
        assertThat(uncased.tokenize("the ".repeat(million / 4))).hasSize(million / 4);
        assertThat(uncased.tokenize("[".repeat(million))).hasSize(million);
        assertThat(uncased.tokenize("\u0301".repeat(million))).isEmpty();
        assertThat(uncased.tokenize("\u6f22".repeat(million))).hasSize(million);
    }

    @Test
    void servesManyThreadsAtOnce() {
        List<String> expected = uncased.tokenize("The cats sat. \u6f22 \u1e66\u0323");
        assertThat(
                        IntStream.range(0, 2000)
                                .parallel()
                                .mapToObj(
                                        i -> uncased.tokenize("The cats sat. \u6f22 \u1e66\u0323"))
                                .distinct())
                .containsExactly(expected);
    }
}
