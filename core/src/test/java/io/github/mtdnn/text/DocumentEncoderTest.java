package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.failure.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentEncoderTest {
    private static final BertTokenizer TOKENIZER =
            new BertTokenizer(
                    Vocabulary.of(
                            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d", "##e",
                            "##f", ".", "中", "文"),
                    false);
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int MASK = 4;

    @Test
    void coversTheWholeDocumentInEachCopy() {
        String document = "a b c d ae bef cf . ".repeat(50);

        List<MaskedText> texts = encoder(16).encode(document, 3, 1);

        List<String> once = TOKENIZER.tokenize(document);
        assertThat(texts.stream().flatMap(text -> pieces(text).stream()).toList())
                .isEqualTo(IntStream.range(0, 3).boxed().flatMap(copy -> once.stream()).toList());
        assertThat(texts).allMatch(text -> text.inputIds().length <= 16 - 1);
        assertThat(texts).extracting(MaskedText::order).containsOnly(Double.NaN);
    }

    @Test
    void cutsNoWord() {
        String document = "aefef befe ".repeat(200);

        assertThat(encoder(16).encode(document, 1, 1))
                .extracting(text -> pieces(text).get(0))
                .containsOnly("a", "b");
    }

    @Test
    void makesPairsOfParagraphsAndSwapsHalfOfThem() {
        String document = "a a a\n\nb b b";
        int swapped = 0;
        for (int seed = 0; seed < 1000; seed++) {
            for (MaskedText text : encoder(12).encode(document, 1, seed)) {
                if (text.inputIds().length == 9) {
                    int second = text.order() == 0 ? 5 : 1;
                    assertThat(unmasked(text)[second]).isEqualTo(6); // b
                    assertThat(text.tokenTypeIds()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1);
                    assertThat(text.inputIds()[0]).isEqualTo(CLS);
                    assertThat(text.inputIds()[4]).isEqualTo(SEP);
                    assertThat(text.inputIds()[8]).isEqualTo(SEP);
                    swapped += (int) text.order();
                }
            }
        }
        assertThat(swapped).isBetween(400, 600);
    }

    @Test
    void paragraphsAreLinesWhereNoEmptyLineStandsBetweenThem() {
        assertThat(Paragraphs.of("a\nb\r\nc\n")).containsExactly("a", "b", "c");
        assertThat(Paragraphs.of("\n a\nb \n \n\t\nc")).containsExactly("a b", "c");
    }

    @Test
    void masksTheShareThatIsAskedFor() {
        String document = "a b c d ".repeat(20_000);

        List<MaskedText> texts = encoder(130).encode(document, 1, 3);

        long pieces = 0;
        long hidden = 0;
        long masked = 0;
        long kept = 0;
        for (MaskedText text : texts) {
            pieces += text.inputIds().length - 2;
            for (int t = 0; t < text.inputIds().length; t++) {
                if (text.hidden()[t] != MaskedText.NONE) {
                    hidden++;
                    masked += text.inputIds()[t] == MASK ? 1 : 0;
                    kept += text.inputIds()[t] == text.hidden()[t] ? 1 : 0;
                }
            }
        }
        assertThat(pieces).isEqualTo(80_000);
        assertThat((double) hidden / pieces).isCloseTo(0.15, within(0.003));
        assertThat((double) masked / hidden).isCloseTo(0.8, within(0.02));
        // One in nine of the other pieces is the same by chance.
        assertThat((double) kept / hidden).isCloseTo(0.1 + 0.1 / 9, within(0.02));
    }

    @Test
    void hidesAllPiecesOfAWordOrNone() {
        String document = "aef bef. cef def ".repeat(100);
        for (MaskedText text : encoder(40).encode(document, 1, 5)) {
            int[] ids = unmasked(text);
            if (ids.length < 30) {
                continue; // whose share is less than a word
            }
            for (int t = 2; t < ids.length; t++) {
                if (ids[t] == 9 || ids[t] == 10) { // ##e, ##f
                    assertThat(text.hidden()[t] == MaskedText.NONE)
                            .isEqualTo(text.hidden()[t - 1] == MaskedText.NONE);
                }
            }
        }
    }

    @Test
    void hidesIdeographsOneByOne() {
        List<MaskedText> texts = encoder(100).encode("中文".repeat(40), 1, 2);

        assertThat(texts.get(0).hidden()).contains(MaskedText.NONE, 12);
    }

    @Test
    void neverHidesSpecialsAndUnknownPieces() {
        String document = "x [SEP] y [MASK] a ".repeat(50);

        List<MaskedText> texts = encoder(30).encode(document, 2, 1);

        assertThat(texts).isNotEmpty();
        for (MaskedText text : texts) {
            assertThat(Arrays.stream(text.hidden()).distinct())
                    .containsExactlyInAnyOrder(MaskedText.NONE, 5);
        }
        assertThat(encoder(30).encode("x x x", 1, 1)).isEmpty();
    }

    @Test
    void hidesOneTokenAtLeastAlsoOfOneLongWord() {
        MaskedText text = encoder(30).encode("aefefefefef", 1, 1).get(0);

        assertThat(Arrays.stream(text.hidden()).filter(id -> id != MaskedText.NONE)).hasSize(2);
        assertThat(encoder(30).encode("a", 1, 1).get(0).hidden()).containsExactly(-1, 5, -1);
    }

    @Test
    void isTheSameForTheSameSeedAndOtherForAnother() {
        String document = "a b c d ".repeat(40);

        assertThat(ids(encoder(20).encode(document, 2, 7)))
                .isEqualTo(ids(encoder(20).encode(document, 2, 7)))
                .isNotEqualTo(ids(encoder(20).encode(document, 2, 8)));
        List<List<Integer>> copies = ids(encoder(20).encode(document, 2, 7));
        assertThat(copies.subList(0, copies.size() / 2))
                .isNotEqualTo(copies.subList(copies.size() / 2, copies.size()));
    }

    @Test
    void refusesAVocabularyWithoutAMask() {
        BertTokenizer noMask =
                new BertTokenizer(Vocabulary.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a"), false);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new DocumentEncoder(noMask, 20, 0.15))
                .withMessageContaining("encoder.vocab has no piece [MASK] or <mask>")
                .withMessageContaining("masked-lm")
                .withMessageContaining("leave the task out of data.tasks");
    }

    private static DocumentEncoder encoder(int maxSeqLength) {
        return new DocumentEncoder(TOKENIZER, maxSeqLength, 0.15);
    }

    private static List<List<Integer>> ids(List<MaskedText> texts) {
        return texts.stream().map(text -> Arrays.stream(text.inputIds()).boxed().toList()).toList();
    }

    private static int[] unmasked(MaskedText text) {
        int[] ids = text.inputIds().clone();
        for (int t = 0; t < ids.length; t++) {
            ids[t] = text.hidden()[t] == MaskedText.NONE ? ids[t] : text.hidden()[t];
        }
        return ids;
    }

    /** Of a single text, without specials. */
    private static List<String> pieces(MaskedText text) {
        List<String> pieces = new ArrayList<>();
        for (int id : unmasked(text)) {
            pieces.add(TOKENIZER.token(id));
        }
        return pieces.subList(1, pieces.size() - 1);
    }
}
