package io.framewise.adapters.persistence;

import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Frame ranges in PostgreSQL's text form, where the first frame is included and the end is not: {@code [0,512)}. */
public final class SqlRanges {

    private SqlRanges() {}

    /** An {@code int4range}. */
    public static String text(FrameRange range) {
        return "[" + range.first() + "," + (range.last() + 1) + ")";
    }

    /** An {@code int4multirange}. */
    public static String text(FrameRanges ranges) {
        return ranges.ranges().stream().map(SqlRanges::text).collect(Collectors.joining(",", "{", "}"));
    }

    /** @param text as PostgreSQL writes an {@code int4range} that is not empty */
    public static FrameRange range(String text) {
        int comma = text.indexOf(',');
        return new FrameRange(
                Integer.parseInt(text, 1, comma, 10), Integer.parseInt(text, comma + 1, text.length() - 1, 10) - 1);
    }

    /** @param text as PostgreSQL writes an {@code int4multirange} */
    public static FrameRanges ranges(String text) {
        List<FrameRange> ranges = new ArrayList<>();
        for (int start = text.indexOf('['); start >= 0; start = text.indexOf('[', start + 1)) {
            ranges.add(range(text.substring(start, text.indexOf(')', start) + 1)));
        }
        return new FrameRanges(ranges);
    }
}
