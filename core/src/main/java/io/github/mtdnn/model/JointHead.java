package io.github.mtdnn.model;

import java.util.List;

/**
 * Several heads of one task over one output of the encoder. The loss is the sum of theirs; logits
 * stand one head after the other.
 */
final class JointHead implements TaskHead {
    private final List<TaskHead> heads;

    JointHead(TaskHead... heads) {
        this.heads = List.of(heads);
    }

    @Override
    public void reserve(int maxTokens, int maxSequences) {
        heads.forEach(head -> head.reserve(maxTokens, maxSequences));
    }

    @Override
    public void forward(EncodedBatch encoded, DropoutKey key) {
        heads.forEach(head -> head.forward(encoded, key));
    }

    @Override
    public int readLogits(float[] target, int to) {
        int end = to;
        for (TaskHead head : heads) {
            end = head.readLogits(target, end);
        }
        return end;
    }

    @Override
    public double loss(EncodedBatch encoded, double lossScale) {
        double sum = 0;
        for (TaskHead head : heads) {
            sum += head.loss(encoded, lossScale);
        }
        return sum;
    }

    @Override
    public void backward(EncodedBatch encoded, DropoutKey key, EncodedBatch grads) {
        heads.forEach(head -> head.backward(encoded, key, grads));
    }
}
