package io.framewise.adapters.inference.inference;

import io.framewise.application.media.FrameSource;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.Preprocessing;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Resized pictures of frames that other networks are to see soon, so that they need not have them decoded again. The eldest
 * go when they take too much memory; what has gone is decoded again.
 */
final class KeptPictures {

    private final long mostBytes;
    private final Map<Key, byte[]> pictures = new LinkedHashMap<>();
    private long bytes;

    /** What a resized picture depends on, beside its frame. */
    private record Kind(
            ContentHash medium,
            int rotation,
            int width,
            int height,
            Preprocessing.Resize resize,
            Preprocessing.Padding padding) {

        static Kind of(FrameSource source, Preprocessing preprocessing) {
            return new Kind(
                    source.dataUnit().contentHash(),
                    source.dataUnit().rotation(),
                    preprocessing.width(),
                    preprocessing.height(),
                    preprocessing.resize(),
                    preprocessing.padding());
        }
    }

    private record Key(Kind kind, int frame) {}

    /** @param mostBytes of all pictures together */
    KeptPictures(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** @param resized as {@link Preprocessor#resize} makes it; copied */
    synchronized void keep(FrameSource source, Preprocessing preprocessing, int frame, byte[] resized) {
        byte[] before = pictures.put(new Key(Kind.of(source, preprocessing), frame), resized.clone());
        bytes += resized.length - (before == null ? 0 : before.length);
        Iterator<byte[]> eldestFirst = pictures.values().iterator();
        while (bytes > mostBytes && eldestFirst.hasNext()) {
            bytes -= eldestFirst.next().length;
            eldestFirst.remove();
        }
    }

    /** Those of some frames that are there. */
    synchronized Map<Integer, byte[]> of(FrameSource source, FrameRanges frames, Preprocessing preprocessing) {
        Map<Integer, byte[]> found = new HashMap<>();
        if (!pictures.isEmpty()) {
            Kind kind = Kind.of(source, preprocessing);
            frames.frames().forEach(frame -> {
                byte[] picture = pictures.get(new Key(kind, frame));
                if (picture != null) {
                    found.put(frame, picture);
                }
            });
        }
        return found;
    }
}
