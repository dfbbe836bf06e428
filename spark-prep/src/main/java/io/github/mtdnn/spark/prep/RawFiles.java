package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.task.SplitSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
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

    /** The paths of a source as the user would write them. */
    String name(SplitSource source) {
        return paths(source).stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    boolean exist(SplitSource source) {
        return paths(source).stream().allMatch(this::exists);
    }

    private boolean exists(Path path) {
        try {
            return path.getFileSystem(configuration).exists(path);
        } catch (IOException e) {
            throw RawFile.unreadable(path.toString(), e);
        }
    }

    /** The files that the paths of a source name, path by path. */
    List<RawFile> find(SplitSource source) {
        return paths(source).stream().flatMap(path -> find(path).stream()).toList();
    }

    /**
     * A file, or the files of a directory in the order of their names. As everywhere in Hadoop,
     * names beginning with '_' or '.' are not data.
     */
    private List<RawFile> find(Path path) {
        List<RawFile> files;
        try {
            FileSystem fileSystem = path.getFileSystem(configuration);
            FileStatus status = fileSystem.getFileStatus(path);
            files = status.isFile() ? List.of(rawFile(status, path)) : list(fileSystem, path);
        } catch (FileNotFoundException e) {
            throw new DataFormatException("%s: no such file or directory.".formatted(path), e);
        } catch (IOException e) {
            throw RawFile.unreadable(path.toString(), e);
        }
        if (files.isEmpty()) {
            throw new DataFormatException(
                    ("%s: a directory without files. Put the split's files there, or correct the"
                                    + " path of the split in the task's definition.")
                            .formatted(path));
        }
        return files;
    }

    private List<RawFile> list(FileSystem fileSystem, Path directory) throws IOException {
        return Stream.of(fileSystem.listStatus(directory))
                .filter(FileStatus::isFile)
                .filter(RawFiles::isVisible)
                .sorted(Comparator.comparing(file -> file.getPath().getName()))
                .map(file -> rawFile(file, new Path(directory, file.getPath().getName())))
                .toList();
    }

    private List<Path> paths(SplitSource source) {
        return source.paths().stream().map(path -> new Path(directory, path)).toList();
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
