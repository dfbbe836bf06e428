package io.github.mtdnn.spark.train.container;

import io.github.mtdnn.model.ParameterBlock;
import io.github.mtdnn.model.ParameterLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Names the parameters of the network for Deeplearning4j: a view of the flat vector per block of
 * the {@link ParameterLayout}. It fills nothing: weights come from a checkpoint or from the
 * network's own initialisation.
 */
final class FlatParameters implements ParamInitializer {
    static final FlatParameters INSTANCE = new FlatParameters();

    private FlatParameters() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return layout(layer).size();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return layout(layer).blocks().stream().map(ParameterBlock::name).toList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream().filter(name -> isWeightParam(layer, name)).toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer).stream().filter(name -> isBiasParam(layer, name)).toList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String name) {
        return !isBiasParam(layer, name);
    }

    @Override
    public boolean isBiasParam(Layer layer, String name) {
        return name.endsWith(".bias");
    }

    @Override
    public Map<String, INDArray> init(
            NeuralNetConfiguration conf, INDArray parameters, boolean initialize) {
        return views(conf, parameters);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
            NeuralNetConfiguration conf, INDArray gradients) {
        return views(conf, gradients);
    }

    private static Map<String, INDArray> views(NeuralNetConfiguration conf, INDArray flat) {
        INDArray vector = flat.reshape(flat.length());
        Map<String, INDArray> views = new LinkedHashMap<>();
        for (ParameterBlock block : layout(conf.getLayer()).blocks()) {
            long end = block.offset() + (long) block.rows() * block.columns();
            INDArray part = vector.get(NDArrayIndex.interval(block.offset(), end));
            views.put(block.name(), part.reshape('c', block.rows(), block.columns()));
        }
        return views;
    }

    private static ParameterLayout layout(Layer layer) {
        return new ParameterLayout(((MultiTaskLayer) layer).spec());
    }
}
