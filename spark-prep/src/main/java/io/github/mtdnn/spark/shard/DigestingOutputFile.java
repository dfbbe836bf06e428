package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file that is checksummed while it is written, so that it need not be read again for that. */
final class DigestingOutputFile implements OutputFile {
    private final OutputFile file;
    private final MessageDigest digest = Sha256.newDigest();

    DigestingOutputFile(OutputFile file) {
        this.file = file;
    }

    /** Checksum of what was written; to be asked once, after closing. */
    String sha256() {
        return Sha256.hex(digest.digest());
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        return new DigestingStream(file.create(blockSizeHint), digest);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        return new DigestingStream(file.createOrOverwrite(blockSizeHint), digest);
    }

    @Override
    public boolean supportsBlockSize() {
        return file.supportsBlockSize();
    }

    @Override
    public long defaultBlockSize() {
        return file.defaultBlockSize();
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
