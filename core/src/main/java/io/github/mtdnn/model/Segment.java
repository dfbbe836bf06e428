package io.github.mtdnn.model;

/** A contiguous part of the flat parameter vector: what all tasks share, or one task's head. */
public record Segment(long offset, long length) {

    /** One past its last number. */
    public long end() {
        return offset + length;
    }
}
