package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts to be tokenized.
 *
 * @param name for the table of results
 * @param bytes of all texts in UTF-8
 */
record Corpus(String name, List<String> texts, long bytes) {
    private static final long MAX_BYTES = 2_000_000;

    private static Corpus of(String name, List<String> texts) {
        long all = bytes(texts);
        // Every n-th, so that all of the files have their share.
        int step = (int) Math.max(1, all / MAX_BYTES);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < texts.size(); i += step) {
            kept.add(texts.get(i));
        }
        return new Corpus(name, kept, bytes(kept));
    }

    private static long bytes(List<String> texts) {
        return texts.stream().mapToLong(text -> text.getBytes(UTF_8).length).sum();
    }

    /** Each line that is not blank is a text. */
    static Corpus lines(String name, List<Path> files) throws IOException {
        return of(name, readLines(files));
    }

    /** Lines put together to texts of at least some length, in characters. */
    static Corpus paragraphs(String name, List<Path> files, int minLength) throws IOException {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String line : readLines(files)) {
            text.append(line).append('\n');
            if (text.length() >= minLength) {
                texts.add(text.toString());
                text.setLength(0);
            }
        }
        texts.add(text.toString());
        return of(name, texts);
    }

    /** The first column of each line is a text. */
    static Corpus firstColumns(String name, Path file) throws IOException {
        return of(
                name, readLines(List.of(file)).stream().map(line -> line.split("\t")[0]).toList());
    }

    private static List<String> readLines(List<Path> files) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            Stream.of(Files.readString(file, UTF_8).split("\r?\n"))
                    .filter(line -> !line.isBlank())
                    .forEach(lines::add);
        }
        return lines;
    }
}
