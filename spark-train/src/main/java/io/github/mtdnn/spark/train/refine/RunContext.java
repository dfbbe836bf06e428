package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.config.Settings.AveragingSettings;
import io.github.mtdnn.config.Settings.KernelSettings;
import io.github.mtdnn.config.Settings.OptimizerSettings;
import io.github.mtdnn.config.Settings.WireFormat;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.spark.train.container.GraphTrainer;
import java.io.Serializable;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What a worker has to know of a run, the same in every round; broadcast once.
 *
 * @param runDirectory where workers keep their optimiser state, with {@code diloco}
 * @param session distinguishes this run of the job from others in the same JVM
 * @param extent length of training and size of its batches
 * @param hadoop how to reach the run directory
 */
record RunContext(
        NetworkSpec network,
        OptimizerSettings optimizer,
        AveragingSettings averaging,
        KernelSettings kernels,
        String runDirectory,
        String session,
        GraphTrainer.Extent extent,
        SerializableConfiguration hadoop)
        implements Serializable {

    /** Whether workers give back how their parameters have changed, not what they have become. */
    boolean exchangesChanges() {
        return averaging.wireFormat() == WireFormat.BF16;
    }

    /** Numbers in a chunk. */
    int chunkLength() {
        return averaging.chunkBytes() / Float.BYTES;
    }
}
