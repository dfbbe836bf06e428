package io.github.mtdnn.spark.prep.profile;

import io.github.mtdnn.spark.shard.EncodedShard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.values.bloomfilter.XxHash;

/** 64-bit hashes of what rows of a shard have beside their tokens. */
final class RowHash {
    private final XxHash hash = new XxHash();
    private final int[] offsets;

    RowHash(EncodedShard shard) {
        this.offsets = shard.offsets();
    }

    /**
     * The hash of what a row has in a column.
     *
     * @param column a number for each token of the shard
     */
    long of(int row, int[] column) {
        int length = offsets[row + 1] - offsets[row];
        ByteBuffer bytes =
                ByteBuffer.allocate(length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(column, offsets[row], length);
        return hash.hashBytes(bytes.array());
    }
}
