package io.github.mtdnn.spark.train.container;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Asks Deeplearning4j for the optimiser's state: first moment, then second moment, each as long as
 * the parameters. The update itself is {@link io.github.mtdnn.model.Optimizer}'s, over the whole
 * vector at once, because Deeplearning4j's own updaters cannot leave the heads of absent tasks
 * alone, nor count their steps apart.
 */
public final class FlatState implements IUpdater {
    private static final long serialVersionUID = 1L;

    @Override
    public long stateSize(long parameters) {
        return 2 * parameters;
    }

    @Override
    public GradientUpdater<FlatState> instantiate(INDArray state, boolean initialize) {
        if (initialize) {
            state.assign(0);
        }
        return new Holder(this);
    }

    @Override
    public GradientUpdater<FlatState> instantiate(Map<String, INDArray> state, boolean initialize) {
        return new Holder(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlatState;
    }

    @Override
    public int hashCode() {
        return FlatState.class.hashCode();
    }

    @Override
    public IUpdater clone() {
        return new FlatState();
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return Double.NaN;
    }

    @Override
    public boolean hasLearningRate() {
        return false;
    }

    @Override
    public void setLrAndSchedule(double learningRate, ISchedule schedule) {
        throw new IllegalStateException("the learning rate is set by optimizer.learning-rate");
    }

    /** Deeplearning4j's handle of a state that it keeps but does not apply. */
    private record Holder(FlatState getConfig) implements GradientUpdater<FlatState> {
        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            throw new IllegalStateException("the state is set through its flat vector");
        }

        @Override
        public Map<String, INDArray> getState() {
            return Map.of();
        }

        @Override
        public void setStateViewArray(
                INDArray state, long[] gradientShape, char gradientOrder, boolean initialize) {
            if (initialize) {
                state.assign(0);
            }
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            throw new IllegalStateException(
                    "a multi-task graph is trained through SparkComputationGraph.fitPaths, where a"
                            + " batch names its task; fit() on data sets has no task to train");
        }
    }
}
