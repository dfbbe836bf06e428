package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up sentences with labels 0 and 1, as long as those of SST-2, over a vocabulary as large as
 * BERT's, the same each time. Each word is one piece. One word in each sentence belongs to its
 * label, so that there is something to learn.
 */
public final class GeneratedSentences {
    private static final List<String> SPECIALS =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final String CONSONANTS = "bdfghjklmnprstv";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();

    /** Words that tell a label, of each. */
    private static final int TELLING = 100;

    private static final int SPECIALS_AROUND = 2;

    private final Lengths lengths = Lengths.sst2();

    private GeneratedSentences() {}

    /**
     * Writes {@code vocab.txt}, {@code train.tsv} and {@code dev.tsv} into a directory.
     *
     * @return the settings {@code key=value} of a task of these data
     */
    public static List<String> write(Path directory, int trainRows, int devRows)
            throws IOException {
        Path vocabulary = directory.resolve("vocab.txt");
        List<String> pieces = new ArrayList<>(SPECIALS);
        for (int i = 0; pieces.size() < Bench.VOCABULARY; i++) {
            pieces.add(word(i));
        }
        Files.write(vocabulary, pieces);
        GeneratedSentences sentences = new GeneratedSentences();
        sentences.writeRows(directory.resolve("train.tsv"), trainRows, 1);
        sentences.writeRows(directory.resolve("dev.tsv"), devRows, 2);
        return List.of(
                "data.raw=" + directory,
                "data.tasks=[generated]",
                "tasks.generated.type=classification",
                "tasks.generated.labels=[\"0\",\"1\"]",
                "tasks.generated.source.columns={premise=sentence,label=label}",
                "tasks.generated.splits.train.path=train.tsv",
                "tasks.generated.splits.dev.path=dev.tsv",
                "encoder.vocab=" + vocabulary);
    }

    /** Lines of sentence and label, with a TAB between them, below a header. */
    private void writeRows(Path file, int rows, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
            out.write("sentence\tlabel\n");
            for (int row = 0; row < rows; row++) {
                int label = random.nextInt(2);
                int words = Math.max(1, lengths.of(row) - SPECIALS_AROUND);
                out.write(sentence(words, label, random) + "\t" + label + "\n");
            }
        }
    }

    private static String sentence(int words, int label, SplittableRandom random) {
        int telling = random.nextInt(words);
        StringBuilder sentence = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int word = i == telling ? label * TELLING + random.nextInt(TELLING) : anyWord(random);
            sentence.append(i == 0 ? "" : " ").append(word(word));
        }
        return sentence.toString();
    }

    /** One that tells no label; those in front are more frequent, as in a language. */
    private static int anyWord(SplittableRandom random) {
        int first = 2 * TELLING;
        double place = random.nextDouble();
        int others = Bench.VOCABULARY - SPECIALS.size() - first;
        return first + (int) (others * place * place * place);
    }

    /** A word by its number: the number's digits as syllables. */
    private static String word(int number) {
        int digit = number % SYLLABLES;
        String syllable =
                ""
                        + CONSONANTS.charAt(digit / VOWELS.length())
                        + VOWELS.charAt(digit % VOWELS.length());
        return number < SYLLABLES ? syllable : word(number / SYLLABLES) + syllable;
    }
}
