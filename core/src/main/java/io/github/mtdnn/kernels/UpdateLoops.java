package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/** The update rules over a block of flat tensors, in each of them from byte {@code at} on. */
final class UpdateLoops {
    private UpdateLoops() {}

    static void adamW(
            UpdateRule.AdamW rule,
            float gradScale,
            ByteBuffer gradient,
            ByteBuffer first,
            ByteBuffer second,
            ByteBuffer theta,
            int at,
            int count) {
        float beta1 = (float) rule.beta1();
        float beta2 = (float) rule.beta2();
        float firstShare = (float) ((1 - rule.beta1()) * gradScale);
        float secondShare = (float) ((1 - rule.beta2()) * gradScale * gradScale);
        float rootScale = (float) rule.rootScale();
        float epsilon = (float) rule.epsilon();
        float stepSize = (float) rule.stepSize();
        float decayFactor = (float) rule.decayFactor();
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = at + i * Float.BYTES;
            FloatVector g = Lanes.load(gradient, d);
            FloatVector m = Lanes.load(first, d).mul(beta1).add(g.mul(firstShare));
            FloatVector v = Lanes.load(second, d).mul(beta2).add(g.mul(g).mul(secondShare));
            FloatVector divisor = v.sqrt().mul(rootScale).add(epsilon);
            FloatVector step = m.mul(stepSize).div(divisor);
            Lanes.store(m, first, d);
            Lanes.store(v, second, d);
            Lanes.store(Lanes.load(theta, d).mul(decayFactor).sub(step), theta, d);
        }
        for (; i < count; i++) {
            int d = at + i * Float.BYTES;
            float g = gradient.getFloat(d);
            float m = first.getFloat(d) * beta1 + g * firstShare;
            float v = second.getFloat(d) * beta2 + g * g * secondShare;
            float divisor = (float) Math.sqrt(v) * rootScale + epsilon;
            first.putFloat(d, m);
            second.putFloat(d, v);
            theta.putFloat(d, theta.getFloat(d) * decayFactor - m * stepSize / divisor);
        }
    }

    static void adamax(
            UpdateRule.Adamax rule,
            float gradScale,
            ByteBuffer gradient,
            ByteBuffer first,
            ByteBuffer second,
            ByteBuffer theta,
            int at,
            int count) {
        float beta1 = (float) rule.beta1();
        float beta2 = (float) rule.beta2();
        float firstShare = (float) ((1 - rule.beta1()) * gradScale);
        float epsilon = (float) rule.epsilon();
        float divisorEpsilon = (float) rule.divisorEpsilon();
        float stepSize = (float) rule.stepSize();
        float decayFactor = (float) rule.decayFactor();
        float decayStep = (float) rule.decayStep();
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = at + i * Float.BYTES;
            FloatVector g = Lanes.load(gradient, d);
            FloatVector m = Lanes.load(first, d).mul(beta1).add(g.mul(firstShare));
            FloatVector bound = g.mul(gradScale).abs().add(epsilon);
            FloatVector u = Lanes.load(second, d).mul(beta2).max(bound);
            FloatVector step = m.mul(stepSize).div(u.add(divisorEpsilon));
            FloatVector decayed = Lanes.load(theta, d).mul(decayFactor);
            Lanes.store(m, first, d);
            Lanes.store(u, second, d);
            Lanes.store(decayed.sub(step).sub(decayed.mul(decayStep)), theta, d);
        }
        for (; i < count; i++) {
            int d = at + i * Float.BYTES;
            float g = gradient.getFloat(d);
            float m = first.getFloat(d) * beta1 + g * firstShare;
            float bound = Math.abs(g * gradScale) + epsilon;
            float u = Math.max(second.getFloat(d) * beta2, bound);
            float decayed = theta.getFloat(d) * decayFactor;
            first.putFloat(d, m);
            second.putFloat(d, u);
            theta.putFloat(d, decayed - m * stepSize / (u + divisorEpsilon) - decayed * decayStep);
        }
    }
}
