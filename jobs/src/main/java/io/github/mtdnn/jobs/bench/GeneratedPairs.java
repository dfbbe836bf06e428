package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mtdnn.failure.ConfigException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Pairs of English-like texts, the same each time: words of a vocabulary, the frequent ones (which
 * stand first in BERT's) more often, some with an ending, in sentences of natural lengths.
 */
final class GeneratedPairs {
    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final String[] ENDINGS = {"s", "ing", "ed", "ly", "ness"};
    private static final int SEED = 1;

    private final List<String> words;

    private GeneratedPairs(List<String> words) {
        this.words = words;
    }

    /** Takes the words of a vocabulary file, a piece a line. */
    static GeneratedPairs of(Path vocabulary) throws IOException {
        List<String> words =
                Files.readAllLines(vocabulary, UTF_8).stream()
                        .filter(piece -> WORD.matcher(piece).matches())
                        .toList();
        if (words.isEmpty()) {
            throw new ConfigException(
                    "%s has no word of the letters a to z. Name the vocab.txt of an English BERT by --vocab."
                            .formatted(vocabulary));
        }
        return new GeneratedPairs(words);
    }

    /** Writes lines of premise, hypothesis and label 0 or 1, with TABs between them. */
    void write(Path file, int pairs) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
            StringBuilder line = new StringBuilder();
            for (int pair = 0; pair < pairs; pair++) {
                line.setLength(0);
                appendSentence(line, 8 + random.nextInt(25), random);
                line.append('\t');
                appendSentence(line, 4 + random.nextInt(13), random);
                out.write(line.append('\t').append(random.nextInt(2)).append('\n').toString());
            }
        }
    }

    private void appendSentence(StringBuilder line, int length, SplittableRandom random) {
        for (int word = 0; word < length; word++) {
            int start = line.length();
            double place = random.nextDouble();
            line.append(words.get((int) (words.size() * place * place * place)));
            if (random.nextInt(8) == 0) {
                line.append(ENDINGS[random.nextInt(ENDINGS.length)]);
            }
            if (word == 0) {
                line.setCharAt(start, Character.toUpperCase(line.charAt(start)));
            }
            line.append(word + 1 == length ? "." : random.nextInt(12) == 0 ? ", " : " ");
        }
    }
}
