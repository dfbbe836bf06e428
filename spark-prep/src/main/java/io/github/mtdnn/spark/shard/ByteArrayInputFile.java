package io.github.mtdnn.spark.shard;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet file that has been read into memory. */
final class ByteArrayInputFile implements InputFile {
    private final byte[] content;

    ByteArrayInputFile(byte[] content) {
        this.content = content;
    }

    @Override
    public long getLength() {
        return content.length;
    }

    @Override
    public SeekableInputStream newStream() {
        PositionedStream stream = new PositionedStream(content);
        return new DelegatingSeekableInputStream(stream) {
            @Override
            public long getPos() {
                return stream.position();
            }

            @Override
            public void seek(long position) {
                stream.moveTo(Math.toIntExact(position));
            }
        };
    }

    private static final class PositionedStream extends ByteArrayInputStream {
        PositionedStream(byte[] content) {
            super(content);
        }

        int position() {
            return pos;
        }

        void moveTo(int position) {
            pos = position;
        }
    }
}
