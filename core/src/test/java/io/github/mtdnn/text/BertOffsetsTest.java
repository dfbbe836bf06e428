package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where {@link BertTokenizer} says that its tokens stand. */
class BertOffsetsTest {
    private static final Vocabulary VOCABULARY =
            Vocabulary.of(
                    "[PAD]",
                    "[UNK]",
                    "[CLS]",
                    "[SEP]",
                    "un",
                    "##aff",
                    "##able",
                    "cafe",
                    "##s",
                    "\u6f22",
                    "=",
                    "a",
                    "##b",
                    ",",
                    "\u1112",
                    "##\u1161\u11ab",
                    "i");

    private final BertTokenizer uncased = new BertTokenizer(VOCABULARY, false);

    @Test
    void leadBackToTheTextOfEachPiece() {
        assertThat(texts("Unaffable,  UNs")).containsExactly("Un", "aff", "able", ",", "UN", "s");
        assertThat(texts("")).isEmpty();
    }

    @Test
    void spanAnUnknownWord() {
        assertThat(texts("a xyz a")).containsExactly("a", "xyz", "a");
        String longWord = "x".repeat(150);
        assertThat(texts("a " + longWord + " a")).containsExactly("a", longWord, "a");
    }

    @Test
    void includeAccentsOfTheLettersThatTheyStandOn() {
        assertThat(texts("Caf\u00c9s")).containsExactly("Caf\u00c9", "s");
        assertThat(texts("cafe\u0301s cafe\u0301"))
                .containsExactly("cafe\u0301", "s", "cafe\u0301");
    }

    @Test
    void excludeRemovedCharactersAtTheEndsOfAWordOnly() {
        assertThat(texts("\u200bu\u00adnaff\u200b a\u0000b\u0000"))
                .containsExactly("u\u00adn", "aff", "a", "b");
    }

    @Test
    void giveACharacterThatFallsApartToEachOfItsPieces() {
        assertThat(texts("\ud55c")).containsExactly("\ud55c", "\ud55c");
        assertThat(texts("a\u2260ab")).containsExactly("a", "\u2260", "a", "b");
        assertThat(texts("\u0130")).containsExactly("\u0130");
    }

    @Test
    void separateChineseCharactersAndCountSurrogatesAsTwo() {
        assertThat(texts("a\u6f22b\ud840\udc00a"))
                .containsExactly("a", "\u6f22", "b", "\ud840\udc00", "a");
    }

    @Test
    void coverSpecialsInTheText() {
        assertThat(texts("un[SEP]un [CLS]")).containsExactly("un", "[SEP]", "un", "[CLS]");
    }

    @Test
    void changeNothingInTheIds() {
        Random random = new Random(11);
        String alphabet = "unafbles \u00c9\u0301\u6f22\ud55c\u2260\u0130\u200b[SEP],=\ud840\udc00";
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            PieceIds plain = new PieceIds();
            PieceIds placed = new PieceIds();
            Offsets offsets = new Offsets();
            uncased.tokenizeInto(text, plain);
            uncased.tokenizeInto(text, placed, offsets);

            assertThat(placed.toArray()).as("%s", text).isEqualTo(plain.toArray());
            assertThat(offsets.size()).isEqualTo(placed.size());
            for (int i = 0; i < offsets.size(); i++) {
                assertThat(offsets.start(i)).isLessThan(offsets.end(i));
                assertThat(i == 0 || offsets.start(i) >= offsets.start(i - 1)).isTrue();
            }
        }
    }

    @Test
    void countPiecesPerWordOfASplitText() {
        PieceIds ids = new PieceIds();
        assertThat(uncased.tokenizeWords(List.of("unaffable", "\u200b", "a,a", "xyz"), ids))
                .containsExactly(3, 0, 3, 1);
        assertThat(ids.size()).isEqualTo(7);
    }

    private List<String> texts(String text) {
        PieceIds ids = new PieceIds();
        Offsets offsets = new Offsets();
        assertThat(uncased.tokenizeInto(text, ids, offsets)).isEqualTo(offsets.size());
        return IntStream.range(0, offsets.size())
                .mapToObj(i -> text.substring(offsets.start(i), offsets.end(i)))
                .toList();
    }
}
