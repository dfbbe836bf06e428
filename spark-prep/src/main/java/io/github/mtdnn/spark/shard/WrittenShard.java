package io.github.mtdnn.spark.shard;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.Manifest;
import java.io.Serializable;

/**
 * What a task reports to the driver about the shard it wrote aside.
 *
 * @param attempt name of the file it wrote
 * @param alone what the manifest will say, unless a group goes on from the shard before
 * @param firstGroup group of the first row
 * @param lastGroup group of the last row
 */
record WrittenShard(
        String attempt,
        Manifest.Shard alone,
        String firstGroup,
        String lastGroup,
        long truncatedRows)
        implements Serializable {

    /** Name of the file in the manifest. */
    String file() {
        return alone.file();
    }

    /** What the manifest says of this shard, behind one that ends with a row of some group. */
    Manifest.Shard after(String groupBefore) {
        boolean continues = EncodedExample.isSameGroup(firstGroup, groupBefore);
        return new Manifest.Shard(
                alone.file(),
                alone.rows(),
                alone.groups() - (continues ? 1 : 0),
                continues,
                alone.tokens(),
                alone.lengthHistogram(),
                alone.sha256());
    }
}
