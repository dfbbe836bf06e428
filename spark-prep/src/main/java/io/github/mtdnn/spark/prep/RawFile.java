package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.DataFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * A file of a raw data set.
 *
 * @param uri where it is
 * @param name as messages call it: the path the user has given, and for a directory the file's name
 * @param bytes its length
 * @param compressed whether it has to be unpacked while it is read, always from its beginning
 */
record RawFile(String uri, String name, long bytes, boolean compressed) implements Serializable {

    /**
     * Opens the file for reading.
     *
     * @param offset first byte wanted; 0 where the file is compressed
     */
    InputStream open(Configuration configuration, long offset) throws IOException {
        Path path = new Path(uri);
        FSDataInputStream in = path.getFileSystem(configuration).open(path);
        try {
            if (compressed) {
                return new CompressionCodecFactory(configuration)
                        .getCodec(path)
                        .createInputStream(in);
            }
            in.seek(offset);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** What to throw where reading fails for reasons that lie outside the data. */
    static DataFormatException unreadable(String name, IOException e) {
        return new DataFormatException(
                "%s: cannot be read: %s. Mend the file, its permissions or the file system."
                        .formatted(name, e),
                e);
    }
}
