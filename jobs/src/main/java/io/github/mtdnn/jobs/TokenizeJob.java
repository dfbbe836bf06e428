package io.github.mtdnn.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.Offsets;
import io.github.mtdnn.text.PieceIds;
import io.github.mtdnn.text.Tokenizer;
import io.github.mtdnn.text.file.TokenizerConfigFile;
import io.github.mtdnn.text.file.TokenizerFile;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how a vocabulary splits texts: a line in, a line of pieces out. Needs no Spark. */
@Command(
        name = "tokenize",
        description = {
            "Splits texts into the pieces of a WordPiece or byte-level BPE vocabulary.",
            "",
            "Reads UTF-8 texts from standard input, a line each; writes the pieces of each on a line,"
                    + " with TABs between them, without [CLS] and [SEP] or <s> and </s>."
        },
        footer = {"", "Example:  echo 'unaffable' | ./mtdnn tokenize --vocab vocab.txt"})
public final class TokenizeJob implements Callable<Integer> {
    private static final int BUFFER_BYTES = 1 << 16;

    @Option(
            names = "--vocab",
            paramLabel = "FILE",
            required = true,
            description =
                    "The vocabulary: vocab.txt of a BERT model, a piece a line; with --merges,"
                            + " vocab.json of a RoBERTa or encoder.json of a GPT-2; or a"
                            + " tokenizer.json, which says all by itself.")
    private Path vocabulary;

    @Option(
            names = "--merges",
            paramLabel = "FILE",
            description = "The merges of a byte-level BPE vocabulary: merges.txt or vocab.bpe.")
    private Optional<Path> merges = Optional.empty();

    @Option(
            names = "--cased",
            description = "Keeps upper case and accents, for a vocabulary that has them.")
    private boolean cased;

    @Option(
            names = "--prefix-space",
            description =
                    "Reads a text as if a blank stood before it, for a byte-level BPE vocabulary"
                            + " that was trained so.")
    private boolean prefixSpace;

    @Option(names = "--ids", description = "Writes the ids of the pieces instead.")
    private boolean ids;

    @Option(
            names = "--offsets",
            description =
                    "Writes after each piece :start-end, where it stands in its line, in UTF-16"
                            + " characters from 0.")
    private boolean offsets;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    public static void main(String[] args) {
        CommandRunner.main(new TokenizeJob(), args);
    }

    @Override
    public Integer call() throws IOException {
        run(tokenizer(), new Form(ids, offsets), System.in, System.out);
        return 0;
    }

    private Tokenizer tokenizer() {
        return TokenizerFiles.of(
                        TokenizerFile.read(vocabulary),
                        merges.map(TokenizerFile::read),
                        Optional.of(vocabulary.resolveSibling(TokenizerConfigFile.NAME))
                                .filter(Files::exists)
                                .map(TokenizerFile::read),
                        new TokenizerFiles.Rules(cased, prefixSpace))
                .open();
    }

    /**
     * What is written of each piece.
     *
     * @param ids whether its id, instead of its text
     * @param offsets whether also where it stands
     */
    record Form(boolean ids, boolean offsets) {}

    /** The job without its command line. */
    static void run(Tokenizer tokenizer, Form form, InputStream in, OutputStream out)
            throws IOException {
        InputStream input = new BufferedInputStream(in, BUFFER_BYTES);
        OutputStream output = new BufferedOutputStream(out, BUFFER_BYTES);
        PieceIds pieces = new PieceIds();
        Offsets places = new Offsets();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (long number = 1; readLine(input, line); number++) {
                pieces.clear();
                places.clear();
                if (form.offsets()) {
                    tokenizer.tokenizeInto(text(line, number), pieces, places);
                } else {
                    tokenizer.tokenizeInto(text(line, number), pieces);
                }
                output.write(joined(tokenizer, pieces, form, places).getBytes(UTF_8));
                output.write('\n');
                // Whoever types, or reads the other end of a pipe, sees each line at once.
                if (input.available() == 0) {
                    output.flush();
                }
            }
        } finally {
            output.flush(); // the lines before a bad one, too
        }
    }

    /**
     * Reads up to the next line feed, and nothing else: a text may hold other marks of a line's
     * end.
     *
     * @return whether there was a line
     */
    private static boolean readLine(InputStream input, ByteArrayOutputStream line)
            throws IOException {
        line.reset();
        int next = input.read();
        if (next < 0) {
            return false;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = input.read();
        }
        return true;
    }

    private static CharSequence text(ByteArrayOutputStream line, long number) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray()));
        } catch (CharacterCodingException e) {
            throw new DataFormatException(
                    "standard input line %d: not valid UTF-8. Convert the text to UTF-8 first."
                            .formatted(number),
                    e);
        }
    }

    private static String joined(Tokenizer tokenizer, PieceIds pieces, Form form, Offsets places) {
        StringJoiner joined = new StringJoiner("\t");
        for (int i = 0; i < pieces.size(); i++) {
            int id = pieces.get(i);
            String piece = form.ids() ? Integer.toString(id) : tokenizer.token(id);
            joined.add(
                    form.offsets()
                            ? "%s:%d-%d".formatted(piece, places.start(i), places.end(i))
                            : piece);
        }
        return joined.toString();
    }
}
