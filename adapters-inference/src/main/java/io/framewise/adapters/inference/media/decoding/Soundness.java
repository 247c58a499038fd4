package io.framewise.adapters.inference.media.decoding;

import java.util.BitSet;

/**
 * Whether a picture can be trusted: the frames on which it may build, back to its key frame, came out undamaged. Only
 * frames on which no other builds may be missing. The answer does not depend on where decoding began.
 *
 * <p>One thing cannot be seen in time: a frame that is shown later, was decoded before, and comes out damaged.
 */
final class Soundness {

    static final int NOTHING = -1;

    private final VideoIndex index;
    private final BitSet disposable = new BitSet();
    private final int[] order;
    private int packets;
    private int lost = NOTHING;
    private int group = NOTHING;
    private int expected;
    private int firstBad = NOTHING;
    private int badBefore = NOTHING;

    Soundness(VideoIndex index) {
        this.index = index;
        this.order = new int[index.count()];
    }

    /** To be told of each packet that is decoded, as far as its frame is known. */
    void in(int frame) {
        order[frame] = ++packets;
    }

    /** No other frame builds on this one. */
    void disposable(int frame) {
        disposable.set(frame);
    }

    /** The decoder refused the packet of a frame. */
    void lost(int frame) {
        if (!disposable.get(frame) && (lost == NOTHING || index.keyBefore(lost) != index.keyBefore(frame))) {
            lost = frame;
        }
    }

    /** Decoding begins anew. */
    void moved() {
        group = NOTHING;
        lost = NOTHING;
    }

    /** To be told of each picture that comes out, ascending. */
    void out(int frame, boolean sound) {
        int place = index.keyBefore(frame);
        int key = place < 0 ? 0 : index.keyFrames()[place];
        if (key != group) {
            group = key;
            expected = key;
            firstBad = NOTHING;
        }
        for (; expected < frame; expected++) {
            bad(expected);
        }
        badBefore = firstBad == NOTHING && buildsOnLost(frame) ? lost : firstBad;
        if (!sound) {
            bad(frame);
        }
        expected = frame + 1;
    }

    private boolean buildsOnLost(int frame) {
        return lost != NOTHING && order[lost] < order[frame] && index.keyBefore(lost) == index.keyBefore(frame);
    }

    private void bad(int frame) {
        if (firstBad == NOTHING && !disposable.get(frame)) {
            firstBad = frame;
        }
    }

    /** The first damaged or missing frame on which the last picture may build, {@link #NOTHING} when there is none. */
    int badBefore() {
        return badBefore;
    }
}
