package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.text.BasicTokenizer;
import io.github.mtdnn.text.Normalization;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class WordCounterTest {
    private static final List<String> TEXTS = List.of("A b, a", "", "b c", "d e f", "a");

    @Test
    void countsTheWordsOfAllTexts() {
        List<Tuple2<String, Long>> counts = counts(TEXTS, 100);
        assertThat(counts).hasSize(7);
        assertThat(sums(counts)).hasToString("{,=1, a=3, b=2, c=1, d=1, e=1, f=1}");
    }

    @Test
    void givesOutWhatItHasWhenThereAreTooManyWords() {
        List<Tuple2<String, Long>> counts = counts(TEXTS, 2);
        assertThat(counts).hasSizeGreaterThan(7);
        assertThat(sums(counts)).isEqualTo(sums(counts(TEXTS, 100)));
    }

    @Test
    void leavesOutWordsThatAreNotSplitIntoPieces() {
        assertThat(sums(counts(List.of("x".repeat(101) + " " + "y".repeat(100)), 9)))
                .containsOnlyKeys("y".repeat(100));
    }

    @Test
    void hasNothingToGiveWithoutWords() {
        assertThat(counts(List.of(), 9)).isEmpty();
        assertThat(counts(List.of("", " "), 9)).isEmpty();
    }

    private static List<Tuple2<String, Long>> counts(List<String> texts, int maxWords) {
        List<Tuple2<String, Long>> counts = new ArrayList<>();
        new WordCounter(texts.iterator(), new BasicTokenizer(Normalization.UNCASED), maxWords)
                .forEachRemaining(counts::add);
        return counts;
    }

    private static TreeMap<String, Long> sums(List<Tuple2<String, Long>> counts) {
        TreeMap<String, Long> sums = new TreeMap<>();
        counts.forEach(count -> sums.merge(count._1(), count._2(), Long::sum));
        return sums;
    }
}
