package io.github.mtdnn.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.jobs.demo.DemoData.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {
    private static final Sizes SIZES = new Sizes(3000, 500, 50);

    @TempDir static Path directory;

    @BeforeAll
    static void writeData() {
        DemoData.write(directory, SIZES, 7);
    }

    @Test
    void writesTheColumnsOfGluesFiles() throws IOException {
        assertThat(rows("Acceptability", "train")).hasSize(3000).allMatch(row -> row.length == 4);
        assertThat(rows("Acceptability", "test")).hasSize(51).allMatch(row -> row.length == 2);
        assertThat(rows("Sentiment", "dev")).hasSize(501).allMatch(row -> row.length == 2);
        assertThat(rows("Sentiment", "dev").get(0)).containsExactly("sentence", "label");
        assertThat(rows("Entailment", "dev")).hasSize(501).allMatch(row -> row.length == 4);
        assertThat(rows("Entailment", "test")).hasSize(51).allMatch(row -> row.length == 3);
        assertThat(rows("Similarity", "train")).hasSize(3001).allMatch(row -> row.length == 10);
        assertThat(rows("Similarity", "test")).hasSize(51).allMatch(row -> row.length == 9);
    }

    @Test
    void writesTheSameBytesForTheSameSeed(@TempDir Path again, @TempDir Path other)
            throws IOException {
        DemoData.write(again, SIZES, 7);
        DemoData.write(other, SIZES, 8);
        for (String task : List.of("Acceptability", "Sentiment", "Entailment", "Similarity")) {
            String file = task + "/train.tsv";
            assertThat(again.resolve(file)).hasSameBinaryContentAs(directory.resolve(file));
            assertThat(Files.mismatch(other.resolve(file), directory.resolve(file)))
                    .isNotEqualTo(-1);
        }
        assertThat(again.resolve("vocab.txt"))
                .hasSameBinaryContentAs(directory.resolve("vocab.txt"));
    }

    @Test
    void givesEachClassEqually() throws IOException {
        for (String task : List.of("Acceptability", "Sentiment", "Entailment")) {
            Map<String, Integer> counts = new TreeMap<>();
            for (Labelled example : labelled(task, "train")) {
                counts.merge(example.label(), 1, Integer::sum);
            }
            assertThat(counts).hasSize(2);
            assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(1400, 1600));
        }
    }

    @Test
    void gradesSimilarityFromNoneToAllParts() throws IOException {
        Map<String, Long> counts =
                labelled("Similarity", "train").stream()
                        .collect(Collectors.groupingBy(Labelled::label, Collectors.counting()));
        assertThat(counts.keySet())
                .containsExactlyInAnyOrder("0.000", "1.000", "2.000", "3.000", "4.000", "5.000");
        assertThat(counts.values()).allSatisfy(n -> assertThat(n).isGreaterThan(250));
    }

    @Test
    void neverWritesAnExampleTwice() throws IOException {
        for (String task : List.of("Acceptability", "Sentiment", "Entailment", "Similarity")) {
            Set<String> seen = new HashSet<>();
            for (String split : List.of("train", "dev")) {
                for (Labelled example : labelled(task, split)) {
                    assertThat(seen.add(example.texts())).as(example.texts()).isTrue();
                }
            }
        }
    }

    @Test
    void keepsSentencesShort() throws IOException {
        for (String task : List.of("Acceptability", "Sentiment", "Entailment", "Similarity")) {
            assertThat(labelled(task, "train"))
                    .allSatisfy(example -> assertThat(example.words().size()).isLessThan(40));
        }
    }

    @Test
    void coversEveryWordByAStemAndAnEnding() throws IOException {
        Set<String> pieces = Set.copyOf(Files.readAllLines(directory.resolve("vocab.txt")));
        assertThat(pieces).contains("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "##s", "##ed");
        for (String task : List.of("Acceptability", "Sentiment", "Entailment", "Similarity")) {
            for (Labelled example : labelled(task, "train")) {
                for (String word : example.words()) {
                    String bare = word.substring(word.indexOf(':') + 1);
                    boolean covered =
                            pieces.contains(bare)
                                    || bare.endsWith("s")
                                            && pieces.contains(bare.substring(0, bare.length() - 1))
                                    || bare.endsWith("ed")
                                            && pieces.contains(
                                                    bare.substring(0, bare.length() - 2));
                    assertThat(covered).as(bare).isTrue();
                }
            }
        }
    }

    /** A linear classifier over the words, and over which text they stand in. */
    @Test
    void cannotBeSolvedByItsWords() throws IOException {
        assertThat(accuracyOfWords("Acceptability")).isBetween(0.45, 0.70);
        assertThat(accuracyOfWords("Sentiment")).isBetween(0.45, 0.75);
        assertThat(accuracyOfWords("Entailment")).isBetween(0.45, 0.75);
    }

    /** That many words in common is not that many parts in common. */
    @Test
    void doesNotGradeSimilarityByCommonWords() throws IOException {
        List<Labelled> examples = labelled("Similarity", "dev");
        double[] scores =
                examples.stream().mapToDouble(e -> Double.parseDouble(e.label())).toArray();
        double[] common = examples.stream().mapToDouble(DemoDataTest::commonWords).toArray();
        assertThat(pearson(scores, common)).isBetween(0.3, 0.9);
    }

    private double accuracyOfWords(String task) throws IOException {
        BagOfWords model = new BagOfWords();
        List<Labelled> train = labelled(task, "train");
        String positive = train.get(0).label();
        for (int epoch = 0; epoch < 20; epoch++) {
            for (Labelled example : train) {
                model.learn(example.words(), example.label().equals(positive), 0.5 / (1 + epoch));
            }
        }
        List<Labelled> dev = labelled(task, "dev");
        long right =
                dev.stream()
                        .filter(e -> model.isPositive(e.words()) == e.label().equals(positive))
                        .count();
        double accuracy = (double) right / dev.size();
        return accuracy;
    }

    private static double commonWords(Labelled example) {
        Set<String> first = new HashSet<>();
        Set<String> second = new HashSet<>();
        for (String word : example.words()) {
            (word.startsWith("1:") ? first : second).add(word.substring(2));
        }
        first.retainAll(second);
        return first.size();
    }

    private static double pearson(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    private record Labelled(String premise, String hypothesis, String label) {
        String texts() {
            return premise + "\t" + hypothesis;
        }

        /** Words with the number of their text. */
        List<String> words() {
            List<String> words = new ArrayList<>();
            addWords("1:", premise, words);
            addWords("2:", hypothesis, words);
            return words;
        }

        private static void addWords(String text, String sentence, List<String> words) {
            for (String word : sentence.toLowerCase(Locale.ROOT).split("[ ,.]+")) {
                if (!word.isEmpty()) {
                    words.add(text + word);
                }
            }
        }
    }

    private static List<Labelled> labelled(String task, String split) throws IOException {
        List<Labelled> examples = new ArrayList<>();
        for (String[] row : rows(task, split)) {
            switch (task) {
                case "Acceptability" -> examples.add(new Labelled(row[3], "", row[1]));
                case "Sentiment" -> examples.add(new Labelled(row[0], "", row[1]));
                case "Entailment" -> examples.add(new Labelled(row[1], row[2], row[3]));
                default -> examples.add(new Labelled(row[7], row[8], row[9]));
            }
        }
        return task.equals("Acceptability") ? examples : examples.subList(1, examples.size());
    }

    private static List<String[]> rows(String task, String split) throws IOException {
        Path file = directory.resolve(task).resolve(split + ".tsv");
        return Files.readAllLines(file, UTF_8).stream().map(line -> line.split("\t", -1)).toList();
    }
}
