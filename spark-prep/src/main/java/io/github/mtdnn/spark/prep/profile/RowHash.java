package io.github.mtdnn.spark.prep.profile;

import io.github.mtdnn.spark.shard.EncodedShard;
import java.nio.ByteBuffer;
import org.apache.parquet.column.values.bloomfilter.XxHash;

/** 64-bit hashes of what rows of a shard have beside their tokens. */
final class RowHash {
    private final XxHash hash = new XxHash();
    private final int[] offsets;

    RowHash(EncodedShard shard) {
        this.offsets = shard.offsets();
    }

    /**
     * The hash of a row's part of some arrays.
     *
     * @param columns a number for each token of the shard
     */
    long of(int row, int[]... columns) {
        int length = offsets[row + 1] - offsets[row];
        ByteBuffer bytes = ByteBuffer.allocate(columns.length * length * Integer.BYTES);
        for (int[] column : columns) {
            bytes.asIntBuffer().put(column, offsets[row], length);
            bytes.position(bytes.position() + length * Integer.BYTES);
        }
        return hash.hashBytes(bytes.array());
    }
}
