package io.framewise.domain.media;

/**
 * An exact ratio, such as a time base in seconds (1/12800) or a frame rate in frames per second (30000/1001).
 *
 * @param denominator above 0
 */
public record Fraction(long numerator, long denominator) {

    public Fraction {
        if (denominator <= 0) {
            throw new IllegalArgumentException("A denominator is above 0, not " + denominator + ".");
        }
    }

    public double value() {
        return (double) numerator / denominator;
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
