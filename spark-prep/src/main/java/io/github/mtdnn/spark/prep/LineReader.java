package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stretch of a text file, as bytes. A line ends with LF, CR or CR LF, and belongs to
 * the stretch in which it begins, so stretches that lie end to end have each line once, wherever
 * they were cut.
 */
final class LineReader implements Closeable {
    static final int BYTE_ORDER_MARK_BYTES = 3;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final long end;
    private final int maxLineBytes;

    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;

    /** Offset in the file of {@code buffer[0]}. */
    private long bufferOffset;

    private byte[] line = new byte[1 << 10];
    private int lineBytes;
    private long lines;

    /**
     * @param in the file from {@link #firstByte(long)} of the stretch on
     * @param start offset of the stretch
     * @param end offset after the stretch
     */
    LineReader(InputStream in, long start, long end, int maxLineBytes) throws IOException {
        this.in = in;
        this.end = end;
        this.maxLineBytes = maxLineBytes;
        this.bufferOffset = firstByte(start);
        if (start == 0) {
            skipByteOrderMark();
        } else {
            // The rest of a line that began earlier; a mere line end where the cut was between
            // lines.
            readLine(false);
        }
    }

    /** Where reading has to begin: a byte early, to see whether a line begins with the stretch. */
    static long firstByte(long start) {
        return Math.max(0, start - 1);
    }

    /**
     * Goes to the next line of the stretch.
     *
     * @throws RowProblem where the line is too long to be held
     */
    boolean next() throws IOException {
        if (offset() >= end || !ensureByte()) {
            return false;
        }
        lines++;
        readLine(true);
        return true;
    }

    /** Goes on to the next line even beyond the stretch, for a record that ends there. */
    boolean nextBeyond() throws IOException {
        if (!ensureByte()) {
            return false;
        }
        lines++;
        readLine(true);
        return true;
    }

    /** The current line, without its end, from index 0 on; valid until the next line. */
    byte[] line() {
        return line;
    }

    /** Length of the current line. */
    int lineBytes() {
        return lineBytes;
    }

    /** The current line as text, with replacement characters for what is not UTF-8. */
    String text() {
        return new String(line, 0, lineBytes, UTF_8);
    }

    /** Greatest length of a line. */
    int maxLineBytes() {
        return maxLineBytes;
    }

    /** Lines read so far, the current one included. */
    long lines() {
        return lines;
    }

    /** Offset in the file of the line after the current one. */
    long offset() {
        return bufferOffset + position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void skipByteOrderMark() throws IOException {
        if (!ensureByte()) {
            return;
        }
        while (limit < BYTE_ORDER_MARK_BYTES) {
            int read = in.read(buffer, limit, BYTE_ORDER_MARK_BYTES - limit);
            if (read < 0) {
                return;
            }
            limit += read;
        }
        if (Arrays.equals(
                buffer, 0, BYTE_ORDER_MARK_BYTES, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK_BYTES)) {
            position = BYTE_ORDER_MARK_BYTES;
        }
    }

    private void readLine(boolean keep) throws IOException {
        lineBytes = 0;
        while (ensureByte()) {
            int from = position;
            while (position < limit && buffer[position] != '\n' && buffer[position] != '\r') {
                position++;
            }
            if (keep) {
                append(from, position - from);
            }
            if (position < limit) {
                boolean carriageReturn = buffer[position++] == '\r';
                if (carriageReturn && ensureByte() && buffer[position] == '\n') {
                    position++;
                }
                return;
            }
        }
    }

    private void append(int from, int count) {
        if (count > maxLineBytes - lineBytes) {
            throw RowProblem.endingReading(
                    "the line is longer than %d bytes, which is more than texts within"
                                    .formatted(maxLineBytes)
                            + " data.max-text-length can need. Shorten it, or raise"
                            + " data.max-text-length.");
        }
        if (line.length < lineBytes + count) {
            line = Arrays.copyOf(line, Math.max(lineBytes + count, 2 * line.length));
        }
        System.arraycopy(buffer, from, line, lineBytes, count);
        lineBytes += count;
    }

    /** Whether there is another byte; where there is, {@code buffer[position]} is it. */
    private boolean ensureByte() throws IOException {
        if (position < limit) {
            return true;
        }
        bufferOffset += limit;
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }
}
