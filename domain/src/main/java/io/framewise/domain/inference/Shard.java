package io.framewise.domain.inference;

import io.framewise.domain.media.FrameRange;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A stretch of a run's range whose results are written at once.
 *
 * @param number from 0, in frame order
 */
public record Shard(int number, FrameRange frames) {

    /**
     * Frames of each shard but the last. Not a setting: a run that is taken up again has to find the shards that it was
     * begun with.
     */
    public static final int FRAMES = 512;

    /**
     * The shards of a range, in frame order; always the same for the same range and size.
     *
     * @param size frames of each but the last
     */
    public static List<Shard> of(FrameRange range, int size) {
        int count = (range.count() + size - 1) / size;
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    int first = range.first() + number * size;
                    return new Shard(number, new FrameRange(first, Math.min(range.last(), first + size - 1)));
                })
                .toList();
    }
}
