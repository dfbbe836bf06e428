package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.spark.shard.StoreFileSystem;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A {@code vocab.txt} to be written, on any file system. */
public final class VocabularyFile {
    private final Path path;
    private final Configuration configuration;

    /**
     * @param location where it will be
     */
    public VocabularyFile(String location, Configuration configuration) {
        this.path = new Path(location);
        this.configuration = configuration;
    }

    /**
     * Before hours are spent on what could not be written.
     *
     * @throws ConfigException where there is something already
     */
    public void requireAbsent() {
        try {
            if (StoreFileSystem.of(path, configuration).exists(path)) {
                throw new ConfigException(
                        ("%s is there already, and models may depend on it. Name another file, or"
                                        + " remove it first.")
                                .formatted(path));
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Writes the pieces, a line each; still not in the place of another file. */
    public void write(List<String> pieces) {
        requireAbsent();
        new LineFile(configuration, path).write(pieces.stream());
    }

    private EnvironmentException unwritable(IOException e) {
        return new EnvironmentException(
                ("%s cannot be written: %s. Make room, mend the permissions, or name another"
                                + " place.")
                        .formatted(path, e.getMessage()),
                e);
    }
}
