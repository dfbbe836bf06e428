package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.BytePairVocabulary.Merge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ByteLevelTokenizerTest {
    private static final List<String> MERGES =
            List.of("l o", "lo w", "e r", "\u0120 low", "n e", "ne w", "\u0120 \u0120");

    private final BytePairVocabulary vocabulary = vocabulary(MERGES);
    private final ByteLevelTokenizer tokenizer = new ByteLevelTokenizer(vocabulary, false);

    @Test
    void mergesTheMostUrgentNeighboursFirst() {
        assertThat(tokenizer.tokenize("lower newer low"))
                .containsExactly("low", "er", "\u0120", "new", "er", "\u0120low");
        assertThat(tokenizer.tokenize("")).isEmpty();
    }

    @Test
    void takesWhatItHasNeverSeenByteByByte() {
        assertThat(tokenizer.tokenize("\u00e9\ud83d\ude00"))
                .containsExactly("\u00c3", "\u00a9", "\u00f0", "\u0141", "\u013a", "\u0122");
        // Half of a surrogate pair is U+FFFD.
        assertThat(tokenizer.tokenize("\ud83d")).containsExactly("\u00ef", "\u00bf", "\u00bd");
    }

    @Test
    void readsATextAsIfABlankStoodBeforeItOnRequest() {
        ByteLevelTokenizer prefixed = new ByteLevelTokenizer(vocabulary, true);
        assertThat(prefixed.tokenize("lower")).containsExactly("\u0120low", "er");
        assertThat(prefixed.tokenize(" lower")).containsExactly("\u0120low", "er");
        assertThat(offsets(prefixed, "lower")).containsExactly("0-3", "3-5");
        assertThat(offsets(prefixed, "new")).containsExactly("0-0", "0-3");
    }

    @Test
    void takesASpecialInTheTextAsThatSpecial() {
        assertThat(tokenizer.tokenize("low<s>low  <mask> low</s>"))
                .containsExactly("low", "<s>", "low", "<mask>", "\u0120low", "</s>");
        assertThat(tokenizer.tokenize("<S>")).containsExactly("<", "S", ">");
    }

    @Test
    void saysWherePiecesStandWithoutTheBlankBeforeThem() {
        assertThat(offsets(tokenizer, "lower low   x"))
                .containsExactly("0-3", "3-5", "6-9", "9-11", "11-12", "12-13");
        assertThat(offsets(tokenizer, "a\u00e9\ud83d\ude00 <mask>"))
                .containsExactly("0-1", "1-2", "1-2", "2-4", "2-4", "2-4", "2-4", "5-11");
    }

    @Test
    void countsPiecesPerWordOfASplitText() {
        PieceIds ids = new PieceIds();
        assertThat(tokenizer.tokenizeWords(List.of("lower", "low", "", "new"), ids))
                .containsExactly(2, 1, 0, 2);
        PieceIds whole = new PieceIds();
        tokenizer.tokenizeInto("lower low new", whole);
        assertThat(ids.toArray()).isEqualTo(whole.toArray());
    }

    @Test
    void encodesSequencesAsRoberta() {
        SequenceEncoder encoder = new SequenceEncoder(tokenizer, 8, false);
        int start = vocabulary.id("<s>").orElseThrow();
        int end = vocabulary.id("</s>").orElseThrow();
        int low = vocabulary.id("low").orElseThrow();
        int er = vocabulary.id("er").orElseThrow();
        assertThat(encoder.encode("lower").inputIds()).containsExactly(start, low, er, end);

        Encoding pair = encoder.encode("lowlowlow", "lower");
        assertThat(pair.inputIds()).containsExactly(start, low, low, end, end, low, er, end);
        assertThat(pair.tokenTypeIds()).containsOnly(0);
        assertThat(pair.truncated()).isTrue();
    }

    /** The same by trying all merges in their order, on random vocabularies over few letters. */
    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            List<String> merges = randomMerges(random);
            ByteLevelTokenizer drawn = new ByteLevelTokenizer(vocabulary(merges), false);
            for (int i = 0; i < 100; i++) {
                String word = randomWord(random, 1 + random.nextInt(80));
                assertThat(drawn.tokenize(word)).as(word).isEqualTo(byDefinition(merges, word));
            }
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void takesWordsOfAMillionCharacters() {
        int million = 1_000_000;
        assertThat(tokenizer.tokenize("low".repeat(million / 3))).hasSize(million / 3);
        assertThat(tokenizer.tokenize(" ".repeat(million))).hasSize(million / 2);
        assertThat(tokenizer.tokenize("<".repeat(million))).hasSize(million);
    }

    @Test
    void servesManyThreadsAtOnce() {
        List<String> texts =
                IntStream.range(0, 500).mapToObj(i -> "lower " + i + " newer").toList();
        List<List<String>> expected = texts.stream().map(tokenizer::tokenize).toList();
        ByteLevelTokenizer fresh = new ByteLevelTokenizer(vocabulary, false);
        assertThat(texts.parallelStream().map(fresh::tokenize)).isEqualTo(expected);
    }

    @Test
    void refusesMergesOfAnotherVocabulary() {
        List<String> tokens = new ArrayList<>(tokens(MERGES));
        tokens.remove("low");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> new BytePairVocabulary("vocab.json", tokens, merges(MERGES)))
                .withMessageContaining("vocab.json: piece \"low\"")
                .withMessageContaining("merge \"lo w\"");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(
                        () -> BytePairVocabulary.parseMerges("merges.txt", "#version: 0.2\na\n"))
                .withMessageContaining("merges.txt line 2: \"a\" is no merge");
    }

    @Test
    void numbersPiecesByTheDictionaryOfRoberta() {
        int low = vocabulary.id("low").orElseThrow();
        StringBuilder dictionary = new StringBuilder(low + " 99\n");
        IntStream.range(0, vocabulary.size())
                .filter(id -> id != low && !vocabulary.token(id).matches("<.*>"))
                .forEach(id -> dictionary.append(id).append(" 1\n"));
        dictionary.append("madeupword0000 0\n");
        BytePairVocabulary renumbered = vocabulary.inOrderOf("dict.txt", dictionary.toString());
        assertThat(renumbered.token(4)).isEqualTo("low");
        assertThat(renumbered.token(renumbered.size() - 1)).isEqualTo("<mask>");
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> vocabulary.inOrderOf("dict.txt", "5 9\n99999 1"))
                .withMessageContaining("dict.txt line 2: 99999");
    }

    /** A tokenizer of few merges, for tests of what is made with one. */
    static ByteLevelTokenizer tokenizer() {
        return new ByteLevelTokenizer(vocabulary(MERGES), false);
    }

    private static List<String> offsets(Tokenizer tokenizer, String text) {
        Offsets offsets = new Offsets();
        PieceIds ids = new PieceIds();
        assertThat(tokenizer.tokenizeInto(text, ids, offsets)).isEqualTo(offsets.size());
        return IntStream.range(0, offsets.size())
                .mapToObj(i -> offsets.start(i) + "-" + offsets.end(i))
                .toList();
    }

    private static List<String> randomMerges(Random random) {
        List<String> pieces = new ArrayList<>(List.of("a", "b", "c"));
        Collection<String> merges = new LinkedHashSet<>();
        for (int i = 0; i < 25; i++) {
            String left = pieces.get(random.nextInt(pieces.size()));
            String right = pieces.get(random.nextInt(pieces.size()));
            if (!pieces.contains(left + right)) {
                merges.add(left + " " + right);
                pieces.add(left + right);
            }
        }
        return List.copyOf(merges);
    }

    private static String randomWord(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }

    private static List<String> byDefinition(List<String> merges, String word) {
        List<String> pieces = new ArrayList<>(List.of(word.split("")));
        for (String merge : merges) {
            String[] pair = merge.split(" ");
            for (int i = 0; i + 1 < pieces.size(); i++) {
                if (pieces.get(i).equals(pair[0]) && pieces.get(i + 1).equals(pair[1])) {
                    pieces.set(i, pair[0] + pair[1]);
                    pieces.remove(i + 1);
                }
            }
        }
        return pieces;
    }

    private static BytePairVocabulary vocabulary(List<String> merges) {
        return new BytePairVocabulary("vocabulary", tokens(merges), merges(merges));
    }

    private static List<String> tokens(List<String> merges) {
        List<String> tokens = new ArrayList<>(List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>"));
        for (int b = 0; b < 256; b++) {
            tokens.add(String.valueOf(ByteAlphabet.character(b)));
        }
        merges(merges).forEach(merge -> tokens.add(merge.merged()));
        return tokens;
    }

    private static List<Merge> merges(List<String> lines) {
        return BytePairVocabulary.parseMerges("merges", String.join("\n", lines));
    }
}
