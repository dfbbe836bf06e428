package io.github.mtdnn.metric;

/**
 * How many entities were found.
 *
 * @param correct predicted with the type, first and last word of the label
 * @param predicted of any kind
 * @param labelled there to be found; the support of a type
 */
public record EntityCounts(long correct, long predicted, long labelled) {
    static final EntityCounts NONE = new EntityCounts(0, 0, 0);

    EntityCounts plus(EntityCounts other) {
        return new EntityCounts(
                correct + other.correct, predicted + other.predicted, labelled + other.labelled);
    }

    /** Share of the predicted entities that are correct; 0 if there are none. */
    public double precision() {
        return Ratio.orZero(correct, predicted);
    }

    /** Share of the entities that are found; 0 if there are none. */
    public double recall() {
        return Ratio.orZero(correct, labelled);
    }

    /** Harmonic mean of precision and recall; 0 without correct entities. */
    public double f1() {
        return Ratio.f1(correct, predicted, labelled);
    }
}
