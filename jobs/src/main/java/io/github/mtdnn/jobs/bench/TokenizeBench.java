package io.github.mtdnn.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.ByteLevelTokenizer;
import io.github.mtdnn.text.BytePairVocabulary;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.Tokenizer;
import io.github.mtdnn.text.Vocabulary;
import io.github.mtdnn.text.file.BytePairFiles;
import io.github.mtdnn.text.file.TokenizerJsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Times the tokenizers on one core, ours and those of {@link PeerTokenizer}s on the class path, in
 * turns on the same texts, and compares their ids.
 */
public final class TokenizeBench {
    private static final int PARAGRAPH_LENGTH = 2000;

    private static final Measure SPEED = Measure.higher("text", "MB/s");
    private static final Measure EQUAL = Measure.higher("texts with equal ids", "%");
    private static final Measure TIMES_AS_FAST =
            Measure.OURS_TO_THEIRS.labelled("times this speed is that of ours");

    private final Path data;
    private final TokenizeRounds.Effort effort;
    private final BenchReport report;

    /**
     * @param data directory with vocabularies in {@code vocab}, English texts in {@code mlm_text}
     *     and texts of many scripts in {@code parity/wordpiece}
     */
    public TokenizeBench(Path data, BenchReport report) {
        this(data, TokenizeRounds.Effort.FULL, report);
    }

    TokenizeBench(Path data, TokenizeRounds.Effort effort, BenchReport report) {
        this.data = data;
        this.effort = effort;
        this.report = report;
    }

    /** Measures all, and prints each figure as it is there. */
    public void run() throws IOException {
        if (!Files.isDirectory(data.resolve("vocab"))
                || !Files.isDirectory(data.resolve("mlm_text"))) {
            throw new ConfigException(
                    "%s has no vocab and mlm_text. Name a directory that has them by --data DIR."
                            .formatted(data));
        }
        List<Corpus> english = english();
        Corpus mixed =
                Corpus.firstColumns(
                        "many scripts, lines", data.resolve("parity/wordpiece/expected.tsv"));

        Vocabulary vocabulary = Vocabulary.read(data.resolve("vocab/bert-base-uncased-vocab.txt"));
        measure(
                "WordPiece (bert-base-uncased)",
                new BertTokenizer(vocabulary, false),
                TokenizerJsonWriter.wordPiece(vocabulary, Normalization.UNCASED),
                english,
                mixed);
        BytePairVocabulary gpt2 =
                BytePairFiles.read(
                        data.resolve("vocab/gpt2/encoder.json"),
                        data.resolve("vocab/gpt2/vocab.bpe"));
        measure(
                "byte-level BPE (gpt2)",
                new ByteLevelTokenizer(gpt2, false),
                TokenizerJsonWriter.byteLevel(gpt2, false),
                english,
                mixed);
    }

    private List<Corpus> english() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(data.resolve("mlm_text"))) {
            files = found.sorted().toList();
        }
        return List.of(
                Corpus.lines("English, lines", files),
                Corpus.paragraphs("English, 2 000 characters", files, PARAGRAPH_LENGTH));
    }

    private void measure(
            String name,
            Tokenizer tokenizer,
            String tokenizerJson,
            List<Corpus> english,
            Corpus mixed)
            throws IOException {
        Path file = Files.createTempFile("tokenizer", ".json");
        List<PeerTokenizer> peers = new ArrayList<>();
        try {
            Files.writeString(file, tokenizerJson, UTF_8);
            for (PeerTokenizer peer : ServiceLoader.load(PeerTokenizer.class)) {
                peer.open(file);
                peers.add(peer);
            }
            List<Corpus> corpora = new ArrayList<>(english);
            corpora.add(mixed);
            for (Corpus corpus : corpora) {
                report(name, corpus, new TokenizeRounds(tokenizer, peers, corpus, effort).run());
            }
        } finally {
            peers.forEach(PeerTokenizer::close);
            Files.delete(file);
        }
    }

    private void report(String name, Corpus corpus, TokenizeRounds.Result result) {
        report.line(
                "%s, %s: %,d texts of %.1f MB, one core",
                name, corpus.name(), corpus.texts().size(), corpus.bytes() / 1e6);
        BenchCase of =
                BenchCase.of("tokenize").with("tokenizer", name).with("corpus", corpus.name());
        report.addPart(
                "ours", List.of(SPEED.of(of.with("way", "ours"), result.megabytesPerSecond())));
        report.addPart(
                "ours, with offsets",
                List.of(SPEED.of(of.with("way", "ours, with offsets"), result.withOffsets())));
        for (TokenizeRounds.PeerResult peer : result.peers()) {
            BenchCase ofPeer = of.with("way", peer.name());
            int texts = corpus.texts().size();
            report.addPart(
                    peer.name(),
                    List.of(
                            SPEED.of(ofPeer, peer.megabytesPerSecond()),
                            TIMES_AS_FAST.of(
                                    ofPeer,
                                    result.megabytesPerSecond().median()
                                            / peer.megabytesPerSecond().median()),
                            EQUAL.labelled(
                                            "%% of the texts have equal ids, %,d have not"
                                                    .formatted(peer.differing()))
                                    .of(ofPeer, 100.0 * (texts - peer.differing()) / texts)));
        }
    }
}
