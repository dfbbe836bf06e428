package io.github.mtdnn.spark.train.refine;

import io.github.mtdnn.data.PackedBatch;
import io.github.mtdnn.schedule.BatchRef;
import io.github.mtdnn.spark.train.data.SplitRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Reads the rows that a {@link StepPath} names from the shards into packed batches. The batches'
 * memory is reused by the load after the next one.
 */
final class ShardBatchLoader implements MultiDataSetLoader {
    private static final long serialVersionUID = 1L;

    private final List<SplitRows> trainingRows;
    private final Broadcast<SerializableConfiguration> hadoop;
    private transient List<PackedBatch> next;
    private transient List<PackedBatch> last;

    /**
     * @param trainingRows training split of each task
     */
    ShardBatchLoader(List<SplitRows> trainingRows, Broadcast<SerializableConfiguration> hadoop) {
        this.trainingRows = new ArrayList<>(trainingRows);
        this.hadoop = hadoop;
    }

    @Override
    public MultiDataSet load(Source source) {
        StepPath path = StepPath.parse(source.getPath());
        Configuration configuration = hadoop.value().value();
        List<PackedBatch> batches = batches(path.batches().size());
        for (int i = 0; i < batches.size(); i++) {
            BatchRef ref = path.batches().get(i);
            trainingRows.get(ref.task()).fill(batches.get(i), ref.task(), ref, configuration);
        }
        return new StepData(path, batches);
    }

    private List<PackedBatch> batches(int count) {
        List<PackedBatch> pool = next == null ? new ArrayList<>() : next;
        next = last;
        last = pool;
        while (pool.size() < count) {
            pool.add(new PackedBatch());
        }
        return pool.subList(0, count);
    }
}
