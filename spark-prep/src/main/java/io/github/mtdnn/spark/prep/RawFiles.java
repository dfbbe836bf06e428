package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.task.SplitSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Finds the files of a split. */
final class RawFiles {
    private final Configuration configuration;
    private final String directory;

    /**
     * @param directory {@code data.raw}
     */
    RawFiles(Configuration configuration, String directory) {
        this.configuration = configuration;
        this.directory = directory;
    }

    /** The path of a source as the user would write it. */
    String name(SplitSource source) {
        return path(source).toString();
    }

    boolean exist(SplitSource source) {
        Path path = path(source);
        try {
            return path.getFileSystem(configuration).exists(path);
        } catch (IOException e) {
            throw RawFile.unreadable(path.toString(), e);
        }
    }

    /**
     * The file that a source names, or the files of the directory that it names, in the order of
     * their names. As everywhere in Hadoop, names beginning with '_' or '.' are not data.
     */
    List<RawFile> find(SplitSource source) {
        Path path = path(source);
        List<RawFile> files;
        try {
            FileSystem fileSystem = path.getFileSystem(configuration);
            FileStatus status = fileSystem.getFileStatus(path);
            files =
                    status.isFile()
                            ? List.of(rawFile(status, path))
                            : Stream.of(fileSystem.listStatus(path))
                                    .filter(FileStatus::isFile)
                                    .filter(RawFiles::isVisible)
                                    .sorted(Comparator.comparing(file -> file.getPath().getName()))
                                    .map(
                                            file ->
                                                    rawFile(
                                                            file,
                                                            new Path(
                                                                    path,
                                                                    file.getPath().getName())))
                                    .toList();
        } catch (FileNotFoundException e) {
            throw new DataFormatException("%s: no such file or directory.".formatted(path), e);
        } catch (IOException e) {
            throw RawFile.unreadable(path.toString(), e);
        }
        if (files.isEmpty()) {
            throw new DataFormatException(
                    ("%s: a directory without files. Put the split's files there, or correct "
                                            + "the path of")
                                    .formatted(path)
                            + " the split in the task's definition.");
        }
        return files;
    }

    private Path path(SplitSource source) {
        return new Path(directory, source.path());
    }

    private static boolean isVisible(FileStatus file) {
        String name = file.getPath().getName();
        return !name.startsWith("_") && !name.startsWith(".");
    }

    private RawFile rawFile(FileStatus status, Path name) {
        Path path = status.getPath();
        boolean compressed = new CompressionCodecFactory(configuration).getCodec(path) != null;
        return new RawFile(path.toString(), name.toString(), status.getLen(), compressed);
    }
}
