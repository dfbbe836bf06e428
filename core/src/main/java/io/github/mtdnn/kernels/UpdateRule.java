package io.github.mtdnn.kernels;

/**
 * One update of an adaptive optimiser with the numbers of this step filled in. θ parameter, g
 * gradient, m first moment.
 */
public sealed interface UpdateRule {

    /**
     * AdamW (Loshchilov and Hutter 2019):
     *
     * <pre>
     *   θ ← θ · decayFactor
     *   m ← β₁m + (1-β₁)g;   v ← β₂v + (1-β₂)g²
     *   θ ← θ - stepSize · m / (√v · rootScale + ε)
     * </pre>
     *
     * @param decayFactor 1 - lr · weight decay
     * @param stepSize lr / (1 - β₁ᵗ)
     * @param rootScale 1 / √(1 - β₂ᵗ)
     */
    record AdamW(
            double beta1,
            double beta2,
            double epsilon,
            double decayFactor,
            double stepSize,
            double rootScale)
            implements UpdateRule {}

    /**
     * Adamax (Kingma and Ba 2015), in the two forms of MT-DNN:
     *
     * <pre>
     *   θ ← θ · decayFactor
     *   m ← β₁m + (1-β₁)g;   u ← max(β₂u, |g| + ε)
     *   θ ← θ - stepSize · m / (u + divisorEpsilon) - decayStep · θ
     * </pre>
     *
     * Decoupled: decayFactor = 1 - lr · weight decay, stepSize = lr / (1 - β₁ᵗ), divisorEpsilon =
     * decayStep = 0. Classic MT-DNN: decayFactor = 1, stepSize = lr, divisorEpsilon = ε, decayStep
     * = lr · weight decay, with the θ of before the update in the last term.
     */
    record Adamax(
            double beta1,
            double beta2,
            double epsilon,
            double divisorEpsilon,
            double decayFactor,
            double stepSize,
            double decayStep)
            implements UpdateRule {}
}
