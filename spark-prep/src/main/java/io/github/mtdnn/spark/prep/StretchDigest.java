package io.github.mtdnn.spark.prep;

import io.github.mtdnn.data.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Digests those bytes of a stream that belong to a stretch, while others read it. */
final class StretchDigest extends FilterInputStream {
    private final long start;
    private final long end;
    private final MessageDigest digest = Sha256.newDigest();
    private long position;

    /**
     * @param in the file, from {@link LineReader#firstByte} of the stretch on
     */
    StretchDigest(InputStream in, FileStretch stretch) {
        super(in);
        this.start = stretch.start();
        this.end = stretch.end();
        this.position = LineReader.firstByte(start);
    }

    /** Digest of the stretch; to be asked once, after it has been read. */
    byte[] digest() {
        return digest.digest();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        if (count > 0) {
            long first = Math.max(start, position);
            long last = Math.min(end, position + count);
            if (first < last) {
                digest.update(bytes, from + (int) (first - position), (int) (last - first));
            }
            position += count;
        }
        return count;
    }
}
