package io.github.mtdnn.spark.prep;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A file of a raw data set.
 *
 * @param uri where it is
 * @param name as messages call it: the path the user has given, and for a directory the file's name
 * @param bytes its length
 */
record RawFile(String uri, String name, long bytes) implements Serializable {

    /** Opens the file for reading from a byte on. */
    FSDataInputStream open(Configuration configuration, long offset) throws IOException {
        Path path = new Path(uri);
        FSDataInputStream in = path.getFileSystem(configuration).open(path);
        try {
            in.seek(offset);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }
}
