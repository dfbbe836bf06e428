package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings.EncoderSettings;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.text.Vocabulary;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** Reads the vocabulary that the configuration names, from any file system. */
public final class VocabularyReader {
    private static final String FILE_BESIDE_WEIGHTS = "vocab.txt";

    private VocabularyReader() {}

    /**
     * The vocabulary of {@code encoder.vocab}, or else the one beside {@code encoder.weights}.
     *
     * @throws DataFormatException where it is not there or is no vocabulary
     */
    public static Vocabulary read(Configuration configuration, EncoderSettings encoder) {
        return Vocabulary.parse(file(encoder).toString(), bytes(configuration, encoder));
    }

    /**
     * The bytes of the same file.
     *
     * @throws DataFormatException where it is not there
     */
    public static byte[] bytes(Configuration configuration, EncoderSettings encoder) {
        Path file = file(encoder);
        try (FSDataInputStream in = file.getFileSystem(configuration).open(file)) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            throw new DataFormatException(
                    ("%s: the vocabulary is not there. Set encoder.vocab to the vocab.txt of "
                                    + "the encoder.")
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new DataFormatException(
                    ("%s: the vocabulary cannot be read: %s. Mend the file system, or set "
                                    + "encoder.vocab to a copy elsewhere.")
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static Path file(EncoderSettings encoder) {
        return encoder.vocab().isEmpty()
                ? new Path(encoder.weights(), FILE_BESIDE_WEIGHTS)
                : new Path(encoder.vocab());
    }
}
