package io.framewise.adapters.inference.media.decoding;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** An exact ratio with a denominator above 0, as it is: 2/50 and 1/25 are two ratios. */
public record Ratio(long numerator, long denominator) {

    public double value() {
        return (double) numerator / denominator;
    }

    Ratio inverse() {
        return new Ratio(/* numerator= */ denominator, /* denominator= */ numerator);
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(numerator);
        out.writeLong(denominator);
    }

    public static Ratio read(DataInput in) throws IOException {
        return new Ratio(in.readLong(), in.readLong());
    }
}
