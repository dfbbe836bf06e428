package io.github.mtdnn.spark.shard;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The file system that a store or a vocabulary is on. */
public final class StoreFileSystem {
    private StoreFileSystem() {}

    /**
     * On a local disk Hadoop puts a checksum file beside each file. A manifest has better ones, and
     * beside a user's own file nobody expects it, so that layer is left out.
     */
    public static FileSystem of(Path path, Configuration configuration) throws IOException {
        FileSystem fileSystem = path.getFileSystem(configuration);
        return fileSystem instanceof ChecksumFileSystem checked
                ? checked.getRawFileSystem()
                : fileSystem;
    }
}
