package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.spark.shard.StoreFileSystem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A text file in UTF-8, on any file system. It is written aside and renamed: a file of this name is
 * whole, and an earlier one stays until then.
 */
public final class LineFile {
    private final Configuration configuration;
    private final Path file;
    private final Path aside;

    public LineFile(Configuration configuration, Path file) {
        this.configuration = configuration;
        this.file = file;
        this.aside = new Path(file.getParent(), "." + file.getName() + ".partial");
    }

    /**
     * Writes lines, each with an end of its own. What making them throws is passed on, and nothing
     * is left of the file then.
     *
     * @return number of lines
     * @throws EnvironmentException where the file cannot be written
     */
    public long write(Stream<String> lines) {
        try {
            FileSystem files = StoreFileSystem.of(file, configuration);
            try {
                long written = write(lines, files);
                files.delete(file, false);
                if (!files.rename(aside, file)) {
                    throw new IOException("cannot rename " + aside);
                }
                return written;
            } finally {
                files.delete(aside, false);
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    "%s cannot be written: %s. Make room, mend the permissions, or name another place."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private long write(Stream<String> lines, FileSystem files) throws IOException {
        AtomicLong written = new AtomicLong();
        try (Writer out =
                new BufferedWriter(
                        new OutputStreamWriter(
                                files.create(aside, true), StandardCharsets.UTF_8))) {
            lines.forEachOrdered(
                    line -> {
                        append(out, line);
                        written.incrementAndGet();
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return written.get();
    }

    private static void append(Writer out, String line) {
        try {
            out.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path, as messages have it. */
    @Override
    public String toString() {
        return file.toString();
    }
}
