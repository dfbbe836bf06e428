package io.github.mtdnn.kernels;

import java.util.function.UnaryOperator;
import org.apache.commons.math3.special.Erf;

/**
 * The operations of {@link Kernels} once more, as plain loops in double precision over row-major
 * arrays, each written from its formula. Gradients are central differences of the forward pass, so
 * that no formula of a backward pass is taken for granted.
 */
final class Reference {
    private static final double STEP = 1e-5;

    private Reference() {}

    static double[] linear(double[] x, double[] w, double[] b, int n, int in, int out) {
        double[] y = new double[n * out];
        for (int r = 0; r < n; r++) {
            for (int o = 0; o < out; o++) {
                double sum = b[o];
                for (int i = 0; i < in; i++) {
                    sum += x[r * in + i] * w[o * in + i];
                }
                y[r * out + o] = sum;
            }
        }
        return y;
    }

    static double[] layerNorm(double[] x, double[] gain, double[] bias, double epsilon) {
        int columns = gain.length;
        double[] y = new double[x.length];
        for (int start = 0; start < x.length; start += columns) {
            double mean = 0;
            for (int d = 0; d < columns; d++) {
                mean += x[start + d] / columns;
            }
            double variance = 0;
            for (int d = 0; d < columns; d++) {
                variance += (x[start + d] - mean) * (x[start + d] - mean) / columns;
            }
            for (int d = 0; d < columns; d++) {
                double normed = (x[start + d] - mean) / Math.sqrt(variance + epsilon);
                y[start + d] = normed * gain[d] + bias[d];
            }
        }
        return y;
    }

    static double[] gelu(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] / 2 * (1 + Erf.erf(x[i] / Math.sqrt(2)));
        }
        return y;
    }

    static double[] tanh(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.tanh(x[i]);
        }
        return y;
    }

    static double[] dropout(double[] x, double prob, Draws draws) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            boolean kept = Draws.keeps(draws.key(), i, Draws.threshold(prob));
            y[i] = kept ? x[i] / (1 - prob) : 0;
        }
        return y;
    }

    static double[] embed(
            Sequences sequences, double[] word, double[] position, double[] type, int columns) {
        double[] y = new double[sequences.tokens() * columns];
        for (int b = 0; b < sequences.count(); b++) {
            int first = sequences.offsets()[b];
            for (int n = first; n < sequences.offsets()[b + 1]; n++) {
                for (int d = 0; d < columns; d++) {
                    y[n * columns + d] =
                            word[sequences.inputIds()[n] * columns + d]
                                    + position[(n - first) * columns + d]
                                    + type[sequences.tokenTypeIds()[n] * columns + d];
                }
            }
        }
        return y;
    }

    /** P of each sequence and attention head, one after the other. */
    static double[] probabilities(Sequences sequences, double[] qkv, int heads, int columns) {
        double[] p = new double[(int) Kernels.attentionSize(sequences, heads)];
        int width = columns / heads;
        int at = 0;
        for (int b = 0; b < sequences.count(); b++) {
            int first = sequences.offsets()[b];
            int length = sequences.offsets()[b + 1] - first;
            for (int a = 0; a < heads; a++) {
                for (int i = 0; i < length; i++) {
                    double total = 0;
                    for (int j = 0; j < length; j++) {
                        double score = 0;
                        for (int c = 0; c < width; c++) {
                            score +=
                                    qkv[(first + i) * 3 * columns + a * width + c]
                                            * qkv[
                                                    (first + j) * 3 * columns
                                                            + columns
                                                            + a * width
                                                            + c];
                        }
                        p[at + j] = Math.exp(score / Math.sqrt(width));
                        total += p[at + j];
                    }
                    for (int j = 0; j < length; j++) {
                        p[at + j] /= total;
                    }
                    at += length;
                }
            }
        }
        return p;
    }

    static double[] attention(
            Sequences sequences, double[] qkv, int heads, int columns, double prob, Draws draws) {
        double[] p = dropout(probabilities(sequences, qkv, heads, columns), prob, draws);
        double[] context = new double[sequences.tokens() * columns];
        int width = columns / heads;
        int at = 0;
        for (int b = 0; b < sequences.count(); b++) {
            int first = sequences.offsets()[b];
            int length = sequences.offsets()[b + 1] - first;
            for (int a = 0; a < heads; a++) {
                for (int i = 0; i < length; i++) {
                    for (int j = 0; j < length; j++) {
                        for (int c = 0; c < width; c++) {
                            context[(first + i) * columns + a * width + c] +=
                                    p[at + j]
                                            * qkv[
                                                    (first + j) * 3 * columns
                                                            + 2 * columns
                                                            + a * width
                                                            + c];
                        }
                    }
                    at += length;
                }
            }
        }
        return context;
    }

    static double[] gatherRows(double[] x, int[] rows, int count, int columns) {
        double[] y = new double[count * columns];
        for (int m = 0; m < count; m++) {
            System.arraycopy(x, rows[m] * columns, y, m * columns, columns);
        }
        return y;
    }

    static double[] dropoutOfSharedRows(
            double[] x, int[] drawnAs, int columns, double prob, Draws draws) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int index = drawnAs[i / columns] * columns + i % columns;
            boolean kept = Draws.keeps(draws.key(), index, Draws.threshold(prob));
            y[i] = kept ? x[i] / (1 - prob) : 0;
        }
        return y;
    }

    /** -Σ_m log softmax(Z_m)[y_m], as an array of one. */
    static double[] softmaxCrossEntropy(double[] z, int[] classes, int rows, int columns) {
        double loss = 0;
        for (int m = 0; m < rows; m++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += Math.exp(z[m * columns + c] - z[m * columns + classes[m]]);
            }
            loss += Math.log(sum);
        }
        return new double[] {loss};
    }

    /** θ, m, v after one step of AdamW. */
    static double[][] adamW(
            UpdateRule.AdamW rule,
            double gradScale,
            double[] gradient,
            double[] first,
            double[] second,
            double[] theta) {
        double[][] after = {theta.clone(), first.clone(), second.clone()};
        for (int i = 0; i < theta.length; i++) {
            double g = gradScale * gradient[i];
            after[1][i] = rule.beta1() * first[i] + (1 - rule.beta1()) * g;
            after[2][i] = rule.beta2() * second[i] + (1 - rule.beta2()) * g * g;
            double divisor = Math.sqrt(after[2][i]) * rule.rootScale() + rule.epsilon();
            after[0][i] = theta[i] * rule.decayFactor() - rule.stepSize() * after[1][i] / divisor;
        }
        return after;
    }

    /** θ, m, u after one step of Adamax. */
    static double[][] adamax(
            UpdateRule.Adamax rule,
            double gradScale,
            double[] gradient,
            double[] first,
            double[] second,
            double[] theta) {
        double[][] after = {theta.clone(), first.clone(), second.clone()};
        for (int i = 0; i < theta.length; i++) {
            double g = gradScale * gradient[i];
            after[1][i] = rule.beta1() * first[i] + (1 - rule.beta1()) * g;
            after[2][i] = Math.max(rule.beta2() * second[i], Math.abs(g) + rule.epsilon());
            double decayed = theta[i] * rule.decayFactor();
            after[0][i] =
                    decayed
                            - rule.stepSize() * after[1][i] / (after[2][i] + rule.divisorEpsilon())
                            - rule.decayStep() * decayed;
        }
        return after;
    }

    /**
     * Element {@code i} of the gradient of {@code Σ outputGrad ∘ function(x)} by central
     * differences.
     */
    static double derivative(
            UnaryOperator<double[]> function, double[] x, double[] outputGrad, int i) {
        double[] moved = x.clone();
        moved[i] = x[i] + STEP;
        double[] above = function.apply(moved);
        moved[i] = x[i] - STEP;
        double[] below = function.apply(moved);
        double sum = 0;
        for (int k = 0; k < outputGrad.length; k++) {
            sum += outputGrad[k] * (above[k] - below[k]);
        }
        return sum / (2 * STEP);
    }
}
