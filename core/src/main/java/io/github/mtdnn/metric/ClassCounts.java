package io.github.mtdnn.metric;

/**
 * How often one of the classes, or of the types of entities, was found.
 *
 * @param correct predicted where it is
 * @param predicted wherever it was
 * @param labelled there to be found; the support of the class
 */
public record ClassCounts(long correct, long predicted, long labelled) {
    static final ClassCounts NONE = new ClassCounts(0, 0, 0);

    ClassCounts plus(ClassCounts other) {
        return new ClassCounts(
                correct + other.correct, predicted + other.predicted, labelled + other.labelled);
    }

    /** Share of what was predicted that is correct; 0 if there is none. */
    public double precision() {
        return Ratio.orZero(correct, predicted);
    }

    /** Share of what is there that is found; 0 if there is none. */
    public double recall() {
        return Ratio.orZero(correct, labelled);
    }

    /** Harmonic mean of precision and recall; 0 without anything correct. */
    public double f1() {
        return Ratio.f1(correct, predicted, labelled);
    }

    /** Whether it is labelled or predicted anywhere. */
    boolean occurs() {
        return labelled + predicted > 0;
    }
}
