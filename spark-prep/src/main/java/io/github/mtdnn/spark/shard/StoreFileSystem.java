package io.github.mtdnn.spark.shard;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The file system that a store is on. */
final class StoreFileSystem {
    private StoreFileSystem() {}

    /**
     * On a local disk Hadoop puts a checksum file beside each file; the manifest has better ones,
     * so that layer is left out.
     */
    static FileSystem of(Path path, Configuration configuration) throws IOException {
        FileSystem fileSystem = path.getFileSystem(configuration);
        return fileSystem instanceof ChecksumFileSystem checked
                ? checked.getRawFileSystem()
                : fileSystem;
    }
}
