package io.github.mtdnn.kernels;

import java.util.Arrays;

/**
 * Some steps of {@link UpdateRule.AdamW} without a gradient, taken at once. Such a step shrinks the
 * moments and goes on in their direction, so k of them, after step s, are
 *
 * <pre>
 *   θ ← D θ - m Σ_j w_j y_j / (√v + ε y_j);   m ← β₁ᵏ m;   v ← β₂ᵏ v
 *   D = Π_j decayFactor_j,   w_j = β₁ʲ⁻ˢ stepSize_j Π_(i&gt;j) decayFactor_i
 *   y_j = 1 / (β₂^((j-s)/2) rootScale_j)
 * </pre>
 *
 * <p>What is added to θ need not be summed up for each θ: the y_j, as far as their weights w_j
 * count, lie close to some y₀. With e_j = y_j/y₀ - 1 and p = ε y₀ / (√v + ε y₀), which is between 0
 * and 1, each term is
 *
 * <pre>
 *   y_j / (√v + ε y_j) = y₀ / (√v + ε y₀) · (1 + (1 - p)(e_j - p e_j² + p² e_j³ - p³ e_j⁴ …))
 * </pre>
 *
 * so five sums, of w_j e_jⁿ for n from 0 to 4, serve all θ. What is cut off is below 1e-6 of the
 * sum wherever {@link #describes} says so: less than the rounding of steps taken one by one.
 */
public final class IdleAdamW {
    private static final int ORDER = 4;

    /** Greatest change of y, as a share, over as many steps as {@link #spread} says. */
    private static final double GREATEST_DRIFT = 0.05;

    /** Share of the first moment that is not worth adding up any more. */
    private static final double SPENT = 1e-12;

    private final double[] sums = new double[ORDER + 1];
    private double decay;
    private double firstPower;
    private double secondPower;
    private double centre;
    private double epsilon;

    public IdleAdamW() {
        clear();
    }

    /** Becomes no step at all. */
    public void clear() {
        Arrays.fill(sums, 0);
        decay = 1;
        firstPower = 1;
        secondPower = 1;
    }

    /** Whether steps from that one on can be taken at once: not the first hundred or so. */
    public static boolean describes(UpdateRule.AdamW rule) {
        double rate = -Math.log(rule.beta2()) / 2;
        double power = secondPower(rule);
        return spread(rule) * rate * (1 + power / (1 - power)) <= GREATEST_DRIFT;
    }

    /** β₂ᵗ of step t. */
    private static double secondPower(UpdateRule.AdamW rule) {
        return 1 - 1 / (rule.rootScale() * rule.rootScale());
    }

    /** Steps since the gradients in a first moment, on average by their weight. */
    private static double meanAge(UpdateRule.AdamW rule) {
        return rule.beta1() / (1 - rule.beta1());
    }

    /** Standard deviation of these. */
    private static double spread(UpdateRule.AdamW rule) {
        return Math.sqrt(rule.beta1()) / (1 - rule.beta1());
    }

    /** Adds the step that comes next; its β₁, β₂ and ε are those of the steps before. */
    public void add(UpdateRule.AdamW rule) {
        if (firstPower == 1) {
            double age = meanAge(rule);
            double power = secondPower(rule) * Math.pow(rule.beta2(), age);
            centre = Math.sqrt(1 - power) * Math.pow(rule.beta2(), -(1 + age) / 2);
            epsilon = rule.epsilon();
        }
        decay *= rule.decayFactor();
        firstPower *= rule.beta1();
        secondPower *= rule.beta2();
        for (int n = 0; n <= ORDER; n++) {
            sums[n] *= rule.decayFactor();
        }
        if (firstPower > SPENT) {
            double e = 1 / (Math.sqrt(secondPower) * rule.rootScale() * centre) - 1;
            double term = firstPower * rule.stepSize();
            for (int n = 0; n <= ORDER; n++) {
                sums[n] += term;
                term *= e;
            }
        }
    }

    /** D. */
    float decay() {
        return (float) decay;
    }

    /** β₁ᵏ. */
    float firstPower() {
        return (float) firstPower;
    }

    /** β₂ᵏ. */
    float secondPower() {
        return (float) secondPower;
    }

    /** ε y₀. */
    float offset() {
        return (float) (epsilon * centre);
    }

    /** y₀ Σ_j w_j e_jⁿ. */
    float sum(int n) {
        return (float) (centre * sums[n]);
    }
}
