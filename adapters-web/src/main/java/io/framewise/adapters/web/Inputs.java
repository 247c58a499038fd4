package io.framewise.adapters.web;

import io.framewise.application.PageRequest;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violations;
import io.framewise.domain.media.FrameRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What resources check of a request before they call a use case. */
public final class Inputs {

    /** Frames of a listing at most. */
    public static final int MAX_FRAMES = 10_000;

    private static final int PAGE = 50;
    private static final int NO_VERSION = -1;
    private static final Pattern VERSION_TAG = Pattern.compile("\"(\\d{1,9})\"");

    private Inputs() {}

    /** @throws Refusal.Invalid when the body is the JSON value {@code null} */
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new Refusal.Invalid("", "missing-body", "The request has no body.");
        }
        return body;
    }

    public static PageRequest page(@Nullable Integer limit, @Nullable String pageToken) {
        return new PageRequest(limit == null ? PAGE : limit, pageToken);
    }

    /**
     * The frames that a query asks for, from the first of the whole, as many as allowed, unless it says otherwise.
     *
     * @throws Refusal.Invalid when they are not frames of the whole, or more than {@code most}
     */
    public static FrameRange frames(@Nullable Integer first, @Nullable Integer last, FrameRange whole, int most) {
        int from = first == null ? whole.first() : first;
        int to = last == null ? (int) Math.min(whole.last(), (long) from + most - 1) : last;
        Violations violations = new Violations();
        String there = "There are the frames " + whole.first() + " to " + whole.last() + ".";
        if (!whole.contains(from)) {
            violations.add("/first", "frame-out-of-range", there);
        } else if (!whole.contains(to)) {
            violations.add("/last", "frame-out-of-range", there);
        } else if (to < from) {
            violations.add("/last", "last-before-first", "The last frame comes before the first.");
        } else if (to - from >= most) {
            violations.add("/last", "too-many-frames", "At most " + most + " frames at once.");
        }
        violations.refuse();
        return new FrameRange(from, to);
    }

    /**
     * The version that an {@code If-Match} header names.
     *
     * @return null when any version will do; a number that no version has when the header is none of ours
     */
    public static @Nullable Integer version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher tag = VERSION_TAG.matcher(ifMatch.strip());
        return tag.matches() ? Integer.parseInt(tag.group(1)) : NO_VERSION;
    }
}
