package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordPieceTest {
    private final WordPiece wordPiece =
            wordPiece("un", "##aff", "##able", "able", "unab", "a", "##b");

    @Test
    void splitsAWordIntoAPieceAndItsContinuations() {
        assertThat(wordPiece.split("unaffable")).containsExactly("un", "##aff", "##able");
        assertThat(wordPiece.split("able")).containsExactly("able");
    }

    @Test
    void takesTheLongestPieceEvenIfTheRestIsThenUnknown() {
        assertThat(wordPiece.split("unable")).containsExactly("[UNK]");
    }

    @Test
    void givesOneUnknownForAWordWithAnUncoveredEnd() {
        assertThat(wordPiece.split("unx")).containsExactly("[UNK]");
        assertThat(wordPiece.split("unaff\u6f22")).containsExactly("[UNK]");
    }

    @Test
    void doesNotBeginAWordWithAContinuation() {
        assertThat(wordPiece.split("aff")).containsExactly("[UNK]");
        assertThat(wordPiece.split("b")).containsExactly("[UNK]");
    }

    @Test
    void splitsWordsOfUpTo100CodePoints() {
        assertThat(wordPiece.split("a" + "b".repeat(99))).hasSize(100).doesNotContain("[UNK]");
        assertThat(wordPiece.split("a" + "b".repeat(100))).containsExactly("[UNK]");

        WordPiece astral = wordPiece("\ud83d\ude00", "##\ud83d\ude00");
        assertThat(astral.split("\ud83d\ude00".repeat(100))).hasSize(100);
        assertThat(astral.split("\ud83d\ude00".repeat(101))).containsExactly("[UNK]");
    }

    @Test
    void takesTheMarkAloneForAPieceThatBeginsAWord() {
        assertThat(wordPiece("##", "#").split("#")).containsExactly("#");
        assertThat(wordPiece("##", "a").split("aa")).containsExactly("[UNK]");
    }

    @Test
    void givesOutSeveralPiecesWhereALongOneFails() {
        // "abcdz" is followed to "abcd", which neither is a piece nor can go on.
        WordPiece nested = wordPiece("a", "abcdx", "##b", "##bcdy", "##c", "##dz", "##d");
        assertThat(nested.split("abcdz")).containsExactly("a", "##b", "##c", "##dz");
        assertThat(nested.split("abcd")).containsExactly("a", "##b", "##c", "##d");
        assertThat(nested.split("abcdx")).containsExactly("abcdx");
        assertThat(nested.split("abcdw")).containsExactly("[UNK]");
    }

    /** The same by looking up substrings, on random vocabularies over few letters. */
    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            Set<String> pieces = randomPieces(random);
            WordPiece trie = wordPiece(pieces.toArray(String[]::new));
            for (int i = 0; i < 100; i++) {
                String word = randomWord(random, 1 + random.nextInt(i < 98 ? 14 : 105));
                assertThat(trie.split(word))
                        .as("%s of %s", word, pieces)
                        .isEqualTo(byDefinition(pieces, word));
            }
        }
    }

    /** Pieces within pieces, some rounds without single characters, some with nothing but long. */
    private static Set<String> randomPieces(Random random) {
        int shortest = 1 + random.nextInt(3);
        int spread = 1 + random.nextInt(7);
        int count = 1 + random.nextInt(80);
        Set<String> pieces = new LinkedHashSet<>();
        if (random.nextInt(4) == 0) {
            pieces.add("##");
        }
        while (count-- > 0) {
            String stem = randomWord(random, shortest + random.nextInt(spread));
            pieces.add(random.nextBoolean() ? stem : "##" + stem);
            int cut =
                    stem.offsetByCodePoints(
                            0, random.nextInt(stem.codePointCount(0, stem.length())));
            if (random.nextBoolean() && cut > 0) {
                pieces.add(stem.substring(0, cut));
                pieces.add("##" + stem.substring(cut));
            }
        }
        return pieces;
    }

    private static String randomWord(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.appendCodePoint(random.nextInt(9) == 0 ? 0x1F600 : 'a' + random.nextInt(3));
        }
        return word.toString();
    }

    private static List<String> byDefinition(Set<String> pieces, String word) {
        if (word.codePointCount(0, word.length()) > 100) {
            return List.of("[UNK]");
        }
        List<String> found = new ArrayList<>();
        int from = 0;
        while (from < word.length()) {
            int end = word.length();
            String prefix = from == 0 ? "" : "##";
            while (end > from && !pieces.contains(prefix + word.substring(from, end))) {
                end--;
            }
            if (end == from) {
                return List.of("[UNK]");
            }
            found.add(prefix + word.substring(from, end));
            from = end;
        }
        return found;
    }

    private static WordPiece wordPiece(String... pieces) {
        Stream<String> specials = Stream.of("[PAD]", "[UNK]", "[CLS]", "[SEP]");
        return new WordPiece(
                Vocabulary.of(Stream.concat(specials, Stream.of(pieces)).toList()),
                new Normalization(false, false, false));
    }
}
