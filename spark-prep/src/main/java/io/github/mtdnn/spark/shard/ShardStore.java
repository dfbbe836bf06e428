package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.Manifest;
import io.github.mtdnn.data.ManifestFile;
import io.github.mtdnn.failure.DataFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Where encoded shards are: {@code <root>/<task>/<split>/} holds the shards of a split and their
 * manifest. A directory without a manifest is not there yet.
 *
 * @param root {@code <run.directory>/encoded/<vocabulary id>}, on any file system Hadoop reaches
 */
public record ShardStore(String root) implements Serializable {

    private static final int HASH_DIGITS = 12;

    /**
     * The store of a run directory for one vocabulary.
     *
     * @param tokenizerHash SHA-256 of all that the ids of a text depend on
     */
    public static ShardStore of(String runDirectory, String tokenizerHash) {
        return new ShardStore(runDirectory + "/encoded/" + tokenizerHash.substring(0, HASH_DIGITS));
    }

    /** Directory of a split. */
    public Path directory(String task, String split) {
        return new Path(root, task + "/" + split);
    }

    /** The manifest of a split, where the split has been prepared. */
    public Optional<Manifest> findManifest(Configuration configuration, String task, String split) {
        Path file = new Path(directory(task, split), Manifest.FILE_NAME);
        try (FSDataInputStream in = StoreFileSystem.of(file, configuration).open(file)) {
            return Optional.of(ManifestFile.parse(in.readAllBytes(), file.toString()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s: cannot be read: %s. Mend the file system, or run prepare again."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /**
     * The manifest of a split that has to be there.
     *
     * @throws DataFormatException where the split has not been prepared
     */
    public Manifest manifest(Configuration configuration, String task, String split) {
        return findManifest(configuration, task, split)
                .orElseThrow(
                        () ->
                                new DataFormatException(
                                        ("%s: split %s of task %s has not been prepared, "
                                                                + "there is no %s.")
                                                        .formatted(
                                                                directory(task, split),
                                                                split,
                                                                task,
                                                                Manifest.FILE_NAME)
                                                + " Run prepare with the same run.directory,"
                                                + " vocabulary and tasks first."));
    }
}
