package io.github.mtdnn.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedSentencesTest {
    @TempDir private Path directory;

    @Test
    void writesSentencesOfKnownWordsWithTheLengthsOfSst2() throws IOException {
        GeneratedSentences.write(directory, 200, 50);

        List<String> pieces = Files.readAllLines(directory.resolve("vocab.txt"));
        assertThat(pieces).hasSize(30_522).doesNotHaveDuplicates().startsWith("[PAD]", "[UNK]");
        List<String> rows = Files.readAllLines(directory.resolve("train.tsv"));
        assertThat(rows).hasSize(201).startsWith("sentence\tlabel");
        Set<String> known = new HashSet<>(pieces);
        for (int row = 1; row < rows.size(); row++) {
            String[] fields = rows.get(row).split("\t");
            String[] words = fields[0].split(" ");
            assertThat(known).contains(words);
            // [CLS] and [SEP] are among the tokens.
            assertThat(words).hasSize(Lengths.sst2().of(row - 1) - 2);
            assertThat(fields[1]).matches("[01]");
        }
        assertThat(Files.readAllLines(directory.resolve("dev.tsv")))
                .hasSize(51)
                .isNotEqualTo(rows.subList(0, 51));
    }

    @Test
    void putsOneWordOfTheLabelIntoEachSentence() throws IOException {
        GeneratedSentences.write(directory, 100, 1);

        List<String> words = Files.readAllLines(directory.resolve("vocab.txt"));
        for (String row : Files.readAllLines(directory.resolve("train.tsv")).subList(1, 101)) {
            String[] fields = row.split("\t");
            int first = 5 + 100 * Integer.parseInt(fields[1]);
            Set<String> telling = Set.copyOf(words.subList(5, 205));
            assertThat(fields[0].split(" "))
                    .filteredOn(telling::contains)
                    .singleElement()
                    .isIn(words.subList(first, first + 100));
        }
    }
}
