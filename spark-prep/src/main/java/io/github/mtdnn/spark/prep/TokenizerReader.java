package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings.EncoderSettings;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.file.TokenizerConfigFile;
import io.github.mtdnn.text.file.TokenizerFile;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Reads the tokenizer that the configuration names, from any file system. */
public final class TokenizerReader {
    /** What is looked for beside weights, in this order: a vocabulary, and the merges to it. */
    private static final List<List<String>> BESIDE_WEIGHTS =
            List.of(
                    List.of(TokenizerFiles.WORD_PIECE),
                    List.of(TokenizerFiles.BYTE_PAIRS, TokenizerFiles.MERGES),
                    List.of("encoder.json", "vocab.bpe"),
                    List.of(TokenizerFiles.DESCRIBED));

    private final Configuration configuration;

    private TokenizerReader(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * The tokenizer of {@code encoder.vocab}, or else the one beside {@code encoder.weights}, with
     * the rules of the settings or of the {@code tokenizer_config.json} beside it.
     *
     * @throws io.github.mtdnn.failure.UserFailure where it is not there, or its files are none of a
     *     tokenizer
     */
    public static TokenizerFiles read(Configuration configuration, EncoderSettings encoder) {
        TokenizerReader reader = new TokenizerReader(configuration);
        List<Path> files =
                encoder.vocab().isEmpty()
                        ? reader.besideWeights(encoder.weights())
                        : configured(encoder);
        return TokenizerFiles.of(
                reader.read(files.get(0)),
                files.stream().skip(1).findFirst().map(reader::read),
                Optional.of(new Path(files.get(0).getParent(), TokenizerConfigFile.NAME))
                        .filter(reader::exists)
                        .map(reader::read),
                new TokenizerFiles.Rules(encoder.cased(), encoder.prefixSpace()));
    }

    private static List<Path> configured(EncoderSettings encoder) {
        Path vocabulary = new Path(encoder.vocab());
        return encoder.merges().isEmpty()
                ? List.of(vocabulary)
                : List.of(vocabulary, new Path(encoder.merges()));
    }

    private List<Path> besideWeights(String weights) {
        for (List<String> names : BESIDE_WEIGHTS) {
            List<Path> files = names.stream().map(name -> new Path(weights, name)).toList();
            if (files.stream().allMatch(this::exists)) {
                return files;
            }
        }
        throw new DataFormatException(
                ("encoder.weights = %s: there is no vocab.txt, no vocab.json with merges.txt and no"
                                + " tokenizer.json in it. Put the tokenizer's files there, or set"
                                + " encoder.vocab.")
                        .formatted(weights));
    }

    private boolean exists(Path file) {
        try {
            return file.getFileSystem(configuration).exists(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private TokenizerFile read(Path file) {
        try (FSDataInputStream in = file.getFileSystem(configuration).open(file)) {
            return new TokenizerFile(file.toString(), in.readAllBytes());
        } catch (FileNotFoundException e) {
            throw new DataFormatException(
                    ("%s: the vocabulary is not there. Set encoder.vocab, and encoder.merges where"
                                    + " there are merges, to the files of the encoder's tokenizer.")
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static DataFormatException unreadable(Path file, IOException e) {
        return new DataFormatException(
                ("%s: the vocabulary cannot be read: %s. Mend the file system, or set encoder.vocab"
                                + " to a copy elsewhere.")
                        .formatted(file, e.getMessage()),
                e);
    }
}
