package io.github.mtdnn.spark.train.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mtdnn.model.NetworkSpec;
import io.github.mtdnn.model.ParameterLayout;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The multi-task network as one layer of a Deeplearning4j graph: it gives Deeplearning4j the
 * network's parameters by name, over its flat vector, and the size of the optimiser's state.
 * Configured by the network's description alone, as JSON, so that Deeplearning4j can store it.
 */
public final class MultiTaskLayer extends BaseLayer {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    @JsonProperty private String networkSpec;

    /** For Deeplearning4j's own deserialisation. */
    @SuppressWarnings("unused")
    private MultiTaskLayer() {}

    MultiTaskLayer(NetworkSpec spec) {
        setLayerName(NetworkGraph.LAYER);
        setIUpdater(new FlatState());
        try {
            networkSpec = JSON.writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a network that JSON cannot express: " + spec, e);
        }
    }

    /** The network's description. */
    @JsonIgnore
    public NetworkSpec spec() {
        try {
            return JSON.readValue(networkSpec, NetworkSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not the description of a network: " + networkSpec, e);
        }
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        MultiTaskModel model = new MultiTaskModel(conf, dataType);
        model.setListeners(listeners);
        model.setIndex(index);
        model.setParamsViewArray(parameters);
        Map<String, INDArray> table = initializer().init(conf, parameters, initialize);
        model.setParamTable(table);
        model.setConf(conf);
        return model;
    }

    @Override
    public ParamInitializer initializer() {
        return FlatParameters.INSTANCE;
    }

    /** Everything shares one updater, so that its state is one vector beside the parameters. */
    @Override
    @JsonIgnore
    public List<org.nd4j.linalg.learning.regularization.Regularization> getRegularizationByParam(
            String parameter) {
        return List.of();
    }

    @Override
    public boolean isPretrainParam(String parameter) {
        return false;
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        return InputType.feedForward(1);
    }

    @Override
    public void setNIn(InputType input, boolean override) {
        // The description of the network fixes its sizes.
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType input) {
        throw new IllegalStateException("the network takes packed tokens, without preprocessing");
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        long parameters = new ParameterLayout(spec()).size();
        return new LayerMemoryReport.Builder(
                        NetworkGraph.LAYER, MultiTaskLayer.class, input, getOutputType(0, input))
                .standardMemory(parameters, iUpdater.stateSize(parameters))
                .workingMemory(
                        0, 0, MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }
}
