package io.github.mtdnn.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.PieceIds;
import io.github.mtdnn.text.Vocabulary;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how a vocabulary splits texts: a line in, a line of pieces out. Needs no Spark. */
@Command(
        name = "tokenize",
        description = {
            "Splits texts into the pieces of a WordPiece vocabulary.",
            "",
            "Reads UTF-8 texts from standard input, a line each; writes the pieces of each on a line,"
                    + " with TABs between them, without [CLS] and [SEP]."
        },
        footer = {"", "Example:  echo 'unaffable' | ./mtdnn tokenize --vocab vocab.txt"})
public final class TokenizeJob implements Callable<Integer> {
    private static final int BUFFER_BYTES = 1 << 16;

    @Option(
            names = "--vocab",
            paramLabel = "FILE",
            required = true,
            description = "The vocabulary: vocab.txt of a BERT model, a piece a line.")
    private Path vocabulary;

    @Option(
            names = "--cased",
            description = "Keeps upper case and accents, for a vocabulary that has them.")
    private boolean cased;

    @Option(names = "--ids", description = "Writes the ids of the pieces instead.")
    private boolean ids;

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
        BertTokenizer tokenizer = new BertTokenizer(Vocabulary.read(vocabulary), cased);
        run(tokenizer, ids, System.in, System.out);
        return 0;
    }

    /** The job without its command line. */
    static void run(BertTokenizer tokenizer, boolean ids, InputStream in, OutputStream out)
            throws IOException {
        InputStream input = new BufferedInputStream(in, BUFFER_BYTES);
        OutputStream output = new BufferedOutputStream(out, BUFFER_BYTES);
        PieceIds pieces = new PieceIds();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (long number = 1; readLine(input, line); number++) {
                pieces.clear();
                tokenizer.tokenizeInto(text(line, number), pieces);
                output.write(joined(pieces, ids, tokenizer.vocabulary()).getBytes(UTF_8));
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

    private static String joined(PieceIds pieces, boolean ids, Vocabulary vocabulary) {
        StringJoiner joined = new StringJoiner("\t");
        for (int i = 0; i < pieces.size(); i++) {
            int id = pieces.get(i);
            joined.add(ids ? Integer.toString(id) : vocabulary.piece(id));
        }
        return joined.toString();
    }
}
