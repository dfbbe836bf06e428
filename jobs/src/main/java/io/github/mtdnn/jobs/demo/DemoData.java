package io.github.mtdnn.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Four small data sets in the raw formats of GLUE, and their vocabulary, made from a grammar of a
 * few hundred words. They are without noise, and made so that the words alone do not tell the
 * label: what counts is how they stand together.
 */
public final class DemoData {
    private static final List<DemoTask> TASKS =
            List.of(new Acceptability(), new Sentiment(), new Entailment(), new Similarity());
    private static final List<String> SPECIALS =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final List<String> ENDINGS = List.of("##s", "##ed", "##ing", "##ly");
    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String PUNCTUATION = "!\"'()-:;?";

    /**
     * Examples per split of each task.
     *
     * @param train of {@code train.tsv}, for acceptability, sentiment, entailment and similarity
     * @param dev of {@code dev.tsv}
     * @param test of {@code test.tsv}, which has no labels
     */
    public record Sizes(List<Integer> train, int dev, int test) {
        /** As unequal as GLUE's tasks are: what a task lacks, the others may bring. */
        public static final Sizes DEFAULT = new Sizes(List.of(2000, 1000, 6000, 3000), 600, 200);

        /** With as many training examples for every task. */
        public Sizes(int train, int dev, int test) {
            this(Collections.nCopies(TASKS.size(), train), dev, test);
        }

        int examples(int task) {
            return train.get(task) + dev + test;
        }
    }

    private DemoData() {}

    /**
     * Writes {@code <directory>/<Task>/{train,dev,test}.tsv} and {@code <directory>/vocab.txt}. The
     * same seed and sizes give the same bytes; no example is there twice.
     */
    public static void write(Path directory, Sizes sizes, long seed) {
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve("vocab.txt"), vocabulary(), UTF_8);
            for (int task = 0; task < TASKS.size(); task++) {
                write(directory, task, sizes, new Choice(seed + 1_000_003L * task));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the demo's data to " + directory, e);
        }
    }

    private static void write(Path directory, int number, Sizes sizes, Choice choice)
            throws IOException {
        DemoTask task = TASKS.get(number);
        Path folder = Files.createDirectories(directory.resolve(task.directory()));
        List<DemoExample> all = draw(task, sizes.examples(number), choice);
        int trainEnd = sizes.train().get(number);
        int devEnd = trainEnd + sizes.dev();
        write(folder.resolve("train.tsv"), task, all.subList(0, trainEnd));
        write(folder.resolve("dev.tsv"), task, all.subList(trainEnd, devEnd));
        List<String> test = new ArrayList<>(List.of(line(task.testHeader())));
        for (int i = devEnd; i < all.size(); i++) {
            test.add(line(task.testRow(i - devEnd, all.get(i))));
        }
        Files.write(folder.resolve("test.tsv"), test, UTF_8);
    }

    private static void write(Path file, DemoTask task, List<DemoExample> examples)
            throws IOException {
        List<String> lines = new ArrayList<>();
        if (!task.header().isEmpty()) {
            lines.add(line(task.header()));
        }
        for (int i = 0; i < examples.size(); i++) {
            lines.add(line(task.row(i, examples.get(i))));
        }
        Files.write(file, lines, UTF_8);
    }

    /** Different examples, with labels in balance, in random order. */
    private static List<DemoExample> draw(DemoTask task, int count, Choice choice) {
        Set<String> seen = new HashSet<>();
        List<DemoExample> examples = new ArrayList<>();
        while (examples.size() < count) {
            DemoExample example = task.draw(examples.size(), choice);
            if (seen.add(example.texts())) {
                examples.add(example);
            }
        }
        choice.shuffle(examples);
        return examples;
    }

    /** Specials, characters, endings, and the stems of all words. */
    static List<String> vocabulary() {
        List<String> pieces = new ArrayList<>(SPECIALS);
        for (char c : PUNCTUATION.toCharArray()) {
            pieces.add(String.valueOf(c));
        }
        for (char c : CHARACTERS.toCharArray()) {
            pieces.add(String.valueOf(c));
        }
        for (char c : CHARACTERS.toCharArray()) {
            pieces.add("##" + c);
        }
        pieces.addAll(ENDINGS);
        pieces.addAll(Lexicon.stems());
        return pieces.stream().distinct().toList();
    }

    private static String line(List<String> columns) {
        return String.join("\t", columns);
    }
}
