package io.framewise.domain.inference;

import java.util.BitSet;

/**
 * Takes out short flickers: a stretch of fewer frames than a run's {@code smoothing} between two that have the same option
 * takes their answer, whatever the model said on it. From the first frame to the last: what has been joined so counts as one
 * stretch for what comes behind it.
 */
final class Smoothing {

    private Smoothing() {}

    /**
     * @param least frames of a stretch that stays as it is
     * @param frames ascending; what is not among them parts stretches
     * @param options of each frame, a number of 0 or more; below 0 for whatever is no option. Those that change are changed
     * @param count of the frames
     * @return the places at which they were changed
     */
    static BitSet apply(int least, int[] frames, int[] options, int count) {
        BitSet changed = new BitSet();
        int before = -1;
        for (int start = 0; start < count; ) {
            int end = start + 1;
            while (end < count && options[end] == options[start] && frames[end] == frames[end - 1] + 1) {
                end++;
            }
            boolean follows = start > 0 && frames[start] == frames[start - 1] + 1;
            boolean goesOn = end < count && frames[end] == frames[end - 1] + 1;
            boolean between = follows && goesOn && before >= 0 && options[end] == before;
            if (between && options[start] != before && end - start < least) {
                for (int place = start; place < end; place++) {
                    options[place] = before;
                }
                changed.set(start, end);
            } else {
                before = options[start];
            }
            start = end;
        }
        return changed;
    }
}
