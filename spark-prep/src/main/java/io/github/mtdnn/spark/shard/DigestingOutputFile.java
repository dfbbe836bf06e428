package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file that is checksummed while it is written, so that it need not be read again for that. */
final class DigestingOutputFile implements OutputFile {
    private final FileSystem fileSystem;
    private final Path path;
    private final MessageDigest digest = Sha256.newDigest();

    DigestingOutputFile(FileSystem fileSystem, Path path) {
        this.fileSystem = fileSystem;
        this.path = path;
    }

    /** Checksum of what was written; to be asked once, after closing. */
    String sha256() {
        return Sha256.hex(digest.digest());
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        return open(false);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        return open(true);
    }

    private PositionOutputStream open(boolean overwrite) throws IOException {
        return new DigestingStream(HadoopStreams.wrap(fileSystem.create(path, overwrite)), digest);
    }

    /** A shard is read as a whole, so its row groups need not be aligned to blocks. */
    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return fileSystem.getDefaultBlockSize(path);
    }

    private static final class DigestingStream extends PositionOutputStream {
        private final PositionOutputStream out;
        private final MessageDigest digest;

        DigestingStream(PositionOutputStream out, MessageDigest digest) {
            this.out = out;
            this.digest = digest;
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            digest.update((byte) value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            digest.update(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
