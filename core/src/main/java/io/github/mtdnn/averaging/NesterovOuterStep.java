package io.github.mtdnn.averaging;

/**
 * The outer step of DiLoCo (Douillard et al. 2023): stochastic gradient descent with Nesterov
 * momentum on the mean change that the workers made,
 *
 * <pre>
 *   Δ = θ - mean_w(θ_w);   b ← μ·b + Δ;   θ ← θ - η·(Δ + μ·b)
 * </pre>
 *
 * with b = 0 at the beginning.
 *
 * @param learningRate η
 * @param momentum μ
 */
public record NesterovOuterStep(double learningRate, double momentum) {

    /**
     * One step over a part of the vector.
     *
     * @param mean mean of the workers' parameters
     * @param buffer b, brought up to date
     * @param parameters θ, brought up to date
     */
    public void apply(float[] mean, float[] buffer, float[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            double change = (double) parameters[i] - mean[i];
            double moved = momentum * buffer[i] + change;
            buffer[i] = (float) moved;
            parameters[i] = (float) (parameters[i] - learningRate * (change + momentum * moved));
        }
    }
}
