package io.github.mtdnn.kernels;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * The update rules over a block of flat tensors, in each of them from byte {@code at} on. Of
 * gradients, zeros are left.
 */
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
        FloatVector zero = FloatVector.zero(Lanes.FLOATS);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = at + i * Float.BYTES;
            FloatVector g = Lanes.load(gradient, d);
            Lanes.store(zero, gradient, d);
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
            gradient.putFloat(d, 0);
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
        FloatVector zero = FloatVector.zero(Lanes.FLOATS);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = at + i * Float.BYTES;
            FloatVector g = Lanes.load(gradient, d);
            Lanes.store(zero, gradient, d);
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
            gradient.putFloat(d, 0);
            float m = first.getFloat(d) * beta1 + g * firstShare;
            float bound = Math.abs(g * gradScale) + epsilon;
            float u = Math.max(second.getFloat(d) * beta2, bound);
            float decayed = theta.getFloat(d) * decayFactor;
            first.putFloat(d, m);
            second.putFloat(d, u);
            theta.putFloat(d, decayed - m * stepSize / (u + divisorEpsilon) - decayed * decayStep);
        }
    }

    static void idleAdamW(
            IdleAdamW idle,
            ByteBuffer first,
            ByteBuffer second,
            ByteBuffer theta,
            int at,
            int count) {
        float decay = idle.decay();
        float firstPower = idle.firstPower();
        float secondPower = idle.secondPower();
        float offset = idle.offset();
        float s0 = idle.sum(0);
        float s1 = idle.sum(1);
        float s2 = idle.sum(2);
        float s3 = idle.sum(3);
        float s4 = idle.sum(4);
        int i = 0;
        for (int end = Lanes.whole(count); i < end; i += Lanes.COUNT) {
            int d = at + i * Float.BYTES;
            FloatVector m = Lanes.load(first, d);
            FloatVector v = Lanes.load(second, d);
            FloatVector root = v.sqrt();
            FloatVector divisor = root.add(offset);
            FloatVector p = FloatVector.broadcast(Lanes.FLOATS, offset).div(divisor);
            // s₀ + (1 - p)(s₁ - p(s₂ - p(s₃ - p s₄)))
            FloatVector series = p.mul(-s4).add(s3);
            series = series.mul(p).neg().add(s2);
            series = series.mul(p).neg().add(s1);
            series = series.sub(series.mul(p)).add(s0);
            FloatVector step = m.mul(series).div(divisor);
            Lanes.store(m.mul(firstPower), first, d);
            Lanes.store(v.mul(secondPower), second, d);
            Lanes.store(Lanes.load(theta, d).mul(decay).sub(step), theta, d);
        }
        for (; i < count; i++) {
            int d = at + i * Float.BYTES;
            float m = first.getFloat(d);
            float v = second.getFloat(d);
            float divisor = (float) Math.sqrt(v) + offset;
            float p = offset / divisor;
            float series = s1 - p * (s2 - p * (s3 - p * s4));
            series = s0 + (series - p * series);
            first.putFloat(d, m * firstPower);
            second.putFloat(d, v * secondPower);
            theta.putFloat(d, theta.getFloat(d) * decay - m * series / divisor);
        }
    }
}
