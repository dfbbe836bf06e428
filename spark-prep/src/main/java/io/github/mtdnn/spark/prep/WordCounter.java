package io.github.mtdnn.spark.prep;

import io.github.mtdnn.text.BasicTokenizer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * Counts the words of a partition's texts. When there are too many different ones for memory, those
 * counted so far are given out and counting begins anew, so that a word may come more than once.
 */
final class WordCounter implements Iterator<Tuple2<String, Long>> {
    private final Iterator<String> texts;
    private final BasicTokenizer tokenizer;
    private final int maxWords;
    private Iterator<Map.Entry<String, Long>> counted = Collections.emptyIterator();

    /**
     * @param maxWords different words in memory, but for those that one text adds
     */
    WordCounter(Iterator<String> texts, BasicTokenizer tokenizer, int maxWords) {
        this.texts = texts;
        this.tokenizer = tokenizer;
        this.maxWords = maxWords;
    }

    @Override
    public boolean hasNext() {
        while (!counted.hasNext() && texts.hasNext()) {
            Map<String, Long> counts = new HashMap<>();
            while (counts.size() < maxWords && texts.hasNext()) {
                tokenizer.split(texts.next(), word -> count(word, counts));
            }
            counted = counts.entrySet().iterator();
        }
        return counted.hasNext();
    }

    /** What is too long to be split into pieces teaches nothing. */
    private static void count(String word, Map<String, Long> counts) {
        if (BasicTokenizer.isSplit(word)) {
            counts.merge(word, 1L, Long::sum);
        }
    }

    @Override
    public Tuple2<String, Long> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Map.Entry<String, Long> entry = counted.next();
        return new Tuple2<>(entry.getKey(), entry.getValue());
    }
}
