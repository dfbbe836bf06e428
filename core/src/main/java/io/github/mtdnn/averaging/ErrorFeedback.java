package io.github.mtdnn.averaging;

/**
 * Rounds the change that a worker made in a round to bfloat16, and keeps what that loses for the
 * worker's next round, so that over the rounds nothing is lost (error feedback: Seide et al. 2014,
 * Karimireddy et al. 2019):
 *
 * <pre>
 *   d = θ_w - θ + e;   c = bfloat16(d);   e ← d - c
 * </pre>
 *
 * with e = 0 at the beginning. d - c is exact.
 */
public final class ErrorFeedback {
    private ErrorFeedback() {}

    /**
     * The change over a part of the vector.
     *
     * @param start θ, what the round began with
     * @param parameters θ_w, what the worker ended with; becomes c, which {@link Bfloat16} holds
     *     exactly
     * @param residual e, brought up to date
     */
    public static void apply(float[] start, float[] parameters, float[] residual) {
        for (int i = 0; i < start.length; i++) {
            float change = parameters[i] - start[i] + residual[i];
            float sent = Bfloat16.toFloat(Bfloat16.of(change));
            parameters[i] = sent;
            residual[i] = change - sent;
        }
    }
}
