package io.github.mtdnn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WordPieceTrainerTest {

    @Test
    void beginsWithSpecialsAndBothPiecesOfEachCharacter() {
        assertThat(new WordPieceTrainer(9, 10, 1).train(Map.of("ab", 2L, "a", 1L)))
                .containsExactly(
                        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##a", "##b");
    }

    @Test
    void makesPiecesOfTheMostFrequentNeighbours() {
        Map<String, Long> words = Map.of("hugs", 5L, "bug", 4L, "hug", 10L, "pun", 12L, "bun", 4L);
        assertThat(learnt(new WordPieceTrainer(24, 10, 1).train(words), 7))
                .containsExactly("##ug", "##un", "hug", "pun", "hugs");
    }

    @Test
    void stopsWhereNoTwoStandTogetherOftenEnough() {
        assertThat(learnt(new WordPieceTrainer(1000, 10, 3).train(Map.of("ab", 3L, "cd", 2L)), 4))
                .containsExactly("ab");
        assertThat(learnt(new WordPieceTrainer(1000, 10, 1).train(Map.of()), 0)).isEmpty();
    }

    @Test
    void takesTheMostFrequentCharactersAndLeavesOutWordsWithOthers() {
        List<String> pieces = new WordPieceTrainer(100, 2, 1).train(Map.of("ab", 9L, "abz", 5L));
        assertThat(pieces).contains("a", "##b", "ab").doesNotContain("z", "##z", "abz");
    }

    @Test
    void refusesASizeWithoutRoomForTheCharacters() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new WordPieceTrainer(8, 10, 1).train(Map.of("ab", 1L)))
                .withMessageContaining("8 pieces has no room for 5 specials and 2 characters")
                .withMessageContaining("Make it 9 or more");
    }

    @Test
    void doesNotDependOnTheOrderOfTheWords() {
        Map<String, Long> words = randomWords(new Random(1), 3000);
        Map<String, Long> sorted = new TreeMap<>(words);
        Map<String, Long> reversed = new LinkedHashMap<>();
        new TreeMap<>(words).descendingMap().forEach(reversed::put);
        WordPieceTrainer trainer = new WordPieceTrainer(400, 100, 2);
        assertThat(trainer.train(sorted)).isEqualTo(trainer.train(reversed));
    }

    /** The same by counting all neighbours anew for each piece. */
    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(2);
        for (int round = 0; round < 30; round++) {
            Map<String, Long> words = randomWords(random, 40);
            List<String> pieces = new WordPieceTrainer(60, 10, 2).train(words);
            assertThat(pieces).isEqualTo(byDefinition(pieces, words, 60));
        }
    }

    @Test
    void coversEveryWordOfKnownCharacters() {
        Map<String, Long> words = randomWords(new Random(3), 500);
        BertTokenizer tokenizer =
                new BertTokenizer(
                        Vocabulary.of(new WordPieceTrainer(80, 10, 2).train(words)), false);
        words.keySet()
                .forEach(word -> assertThat(tokenizer.tokenize(word)).doesNotContain("[UNK]"));
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void learnsThirtyThousandPiecesOfAHundredThousandWords() {
        Map<String, Long> words = new HashMap<>();
        Random random = new Random(4);
        while (words.size() < 100_000) {
            StringBuilder word = new StringBuilder();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                word.append((char) ('a' + random.nextInt(26)));
                word.append("aeiou".charAt(random.nextInt(5)));
            }
            words.merge(word.toString(), 1L + random.nextInt(50), Long::sum);
        }
        assertThat(new WordPieceTrainer(30_000, 100, 2).train(words)).hasSize(30_000);
    }

    private static List<String> learnt(List<String> pieces, int characters) {
        return pieces.subList(5 + 2 * characters, pieces.size());
    }

    private static Map<String, Long> randomWords(Random random, int count) {
        Map<String, Long> words = new HashMap<>();
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = 1 + random.nextInt(9); length > 0; length--) {
                word.append((char) ('a' + random.nextInt(3)));
            }
            words.merge(word.toString(), 1L + random.nextInt(5), Long::sum);
        }
        return words;
    }

    private static List<String> byDefinition(
            List<String> trained, Map<String, Long> counts, int size) {
        int characters = (int) trained.stream().filter(piece -> piece.length() == 1).count();
        List<String> pieces = new ArrayList<>(trained.subList(0, 5 + 2 * characters));
        Map<List<String>, Long> words = new HashMap<>();
        counts.forEach(
                (word, count) -> {
                    List<String> split = new ArrayList<>(List.of(word.split("")));
                    split.replaceAll(letter -> "##" + letter);
                    split.set(0, word.substring(0, 1));
                    words.put(split, count);
                });
        while (pieces.size() < size) {
            TreeMap<Integer, Long> pairs = new TreeMap<>();
            words.forEach(
                    (word, count) -> {
                        for (int i = 0; i + 1 < word.size(); i++) {
                            int left = pieces.indexOf(word.get(i));
                            int right = pieces.indexOf(word.get(i + 1));
                            pairs.merge(1000 * left + right, count, Long::sum);
                        }
                    });
            long most = pairs.values().stream().mapToLong(Long::longValue).max().orElse(0);
            if (most < 2) {
                return pieces;
            }
            int best =
                    pairs.keySet().stream()
                            .filter(pair -> pairs.get(pair) == most)
                            .findFirst()
                            .get();
            String left = pieces.get(best / 1000);
            String right = pieces.get(best % 1000);
            String merged = left + right.substring(2);
            if (!pieces.contains(merged)) {
                pieces.add(merged);
            }
            for (List<String> word : words.keySet().stream().toList()) {
                long count = words.remove(word);
                List<String> after = new ArrayList<>(word);
                for (int i = 0; i + 1 < after.size(); i++) {
                    if (after.get(i).equals(left) && after.get(i + 1).equals(right)) {
                        after.set(i, merged);
                        after.remove(i + 1);
                    }
                }
                words.put(after, count);
            }
        }
        return pieces;
    }
}
