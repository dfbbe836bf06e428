package io.github.mtdnn.spark.train.store;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.failure.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory that a run writes to, on any file system that Hadoop knows:
 *
 * <pre>
 *   encoded/&lt;vocabulary id&gt;/&lt;task&gt;/&lt;split&gt;/   shards and manifest, by prepare
 *   refine/checkpoints/round-000010/            to resume from
 *   refine/workers/                             optimiser states that stay with their workers
 *   refine/best/                                the checkpoint with the best dev metrics
 *   finetune/&lt;task&gt;/                          the best checkpoint of each task
 *   tables/{metrics,steps,predictions,runs}/    Parquet tables
 * </pre>
 *
 * Whatever becomes visible in it is complete: files and directories are written aside, under a name
 * that begins with a dot, and renamed.
 */
public final class RunDirectory {
    private final FileSystem files;
    private final Path root;

    private RunDirectory(FileSystem files, Path root) {
        this.files = files;
        this.root = root;
    }

    /** The directory at a path or URI; made when something is written to it. */
    public static RunDirectory at(String location, Configuration hadoop) {
        try {
            Path path = new Path(location);
            FileSystem files = path.getFileSystem(hadoop);
            // Checksum side files of the local file system would lie beside weights and tables.
            files.setWriteChecksum(false);
            return new RunDirectory(files, files.makeQualified(path));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(
                    "run.directory = %s cannot be reached: %s. Set it to a path or URI of a file system that Spark reaches."
                            .formatted(location, e.getMessage()),
                    e);
        }
    }

    public FileSystem files() {
        return files;
    }

    public Path root() {
        return root;
    }

    public Path resolve(String relative) {
        return new Path(root, relative);
    }

    public Path checkpoints() {
        return resolve("refine/checkpoints");
    }

    public Path best() {
        return resolve("refine/best");
    }

    public Path workers() {
        return resolve("refine/workers");
    }

    public Path finetuned(String task) {
        return resolve("finetune/" + task);
    }

    public Path tables() {
        return resolve("tables");
    }

    /** Writes part of a file or directory to a place that nobody reads yet. */
    @FunctionalInterface
    public interface Writer<T> {
        void write(T target) throws IOException;
    }

    /** Writes a file aside and puts it in place of what may be there. */
    public void replaceFile(Path target, Writer<OutputStream> writer) {
        Path aside = aside(target);
        try {
            files.mkdirs(target.getParent());
            try (OutputStream out = files.create(aside, true)) {
                writer.write(out);
            }
            replace(aside, target);
        } catch (IOException e) {
            throw unwritable(target, e);
        } finally {
            deleteQuietly(aside);
        }
    }

    /** Writes a directory aside and puts it in place of what may be there. */
    public void replaceDirectory(Path target, Writer<Path> writer) {
        Path aside = aside(target);
        try {
            files.mkdirs(aside);
            writer.write(aside);
            replace(aside, target);
        } catch (IOException e) {
            throw unwritable(target, e);
        } finally {
            deleteQuietly(aside);
        }
    }

    /** Reads a file that a job of this directory wrote. */
    public byte[] read(Path file) {
        try (InputStream in = files.open(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s cannot be read: %s. Run the job that writes it again, or correct the path."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    public boolean exists(Path path) {
        try {
            return files.exists(path);
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s cannot be looked for: %s. Mend the permissions or the file system."
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    /** Deletes a file or directory, where it is there. */
    public void delete(Path path) {
        try {
            files.delete(path, true);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** What to throw where something cannot be written to the directory. */
    public static EnvironmentException unwritable(Path target, IOException e) {
        return new EnvironmentException(
                "%s cannot be written: %s. Make room, mend the permissions, or set run.directory to another place."
                        .formatted(target, e.getMessage()),
                e);
    }

    private static Path aside(Path target) {
        return new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    }

    private void replace(Path aside, Path target) throws IOException {
        // Hadoop's rename does not overwrite everywhere; the gap between these two calls shows the
        // target missing, never half-written.
        files.delete(target, true);
        if (!files.rename(aside, target)) {
            throw new IOException("cannot rename " + aside + " to " + target);
        }
    }

    private void deleteQuietly(Path aside) {
        try {
            files.delete(aside, true);
        } catch (IOException e) {
            // Left behind under a name that no reader looks at; the write itself is decided
            // already.
        }
    }
}
