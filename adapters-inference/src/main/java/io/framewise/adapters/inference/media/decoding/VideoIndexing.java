package io.framewise.adapters.inference.media.decoding;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framewise.adapters.inference.process.Heartbeat;
import io.framewise.adapters.inference.process.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Indexes a video: exactly the pictures that decoding from beginning to end gives, in that order.
 *
 * <p>Reading the packets tells it, seconds for an hour. The beginning is decoded in addition, where streams have their
 * tricks (pictures that lack their references, hidden ones, fields in packets of their own). When that does not agree, or
 * when the timestamps are of no use, all is decoded.
 */
final class VideoIndexing {

    private static final int HEAD = 64;
    private static final double SHORT = 0.98;
    private static final double EARLY = 0.9;

    private final String path;
    private final Limits limits;
    private final Heartbeat heartbeat;
    private final List<String> findings = new ArrayList<>();
    private boolean damaged;

    VideoIndexing(String path, Limits limits, Heartbeat heartbeat) {
        this.path = path;
        this.limits = limits;
        this.heartbeat = heartbeat;
    }

    MediaFacts index(OpenMedia media) throws IOException, RefusedException {
        limits.checkSeconds(announcedSeconds(media));
        limits.checkFrames(media.stream().nb_frames());
        PacketScan scan = PacketScan.of(media, limits, heartbeat);
        VideoIndex index = index(media, scan);
        if (index.count() == 0) {
            throw new RefusedException("no-frames", "No frame of the video can be read.");
        }
        limits.checkSeconds(index.seconds());
        Ratio rate = frameRate(media, index);
        note(media, scan, index, rate);
        int rotation = media.rotation();
        boolean turned = rotation % 180 != 0;
        int width = media.parameters().width();
        int height = media.parameters().height();
        return new MediaFacts(
                true,
                media.formatName(),
                media.codecName(),
                turned ? height : width,
                turned ? width : height,
                rate,
                rotation,
                index,
                findings);
    }

    private VideoIndex index(OpenMedia media, PacketScan scan) throws IOException, RefusedException {
        long[] pts = scan.timestamps();
        if (pts.length > 0 && headAgrees(pts, scan)) {
            return new VideoIndex(media.timeBase(), pts, scan.keyFrames(pts));
        }
        return byDecoding(scan);
    }

    /** Where the decoder itself reports damage, the packets tell better what there should be. */
    private boolean headAgrees(long[] pts, PacketScan scan) throws IOException, RefusedException {
        try (PictureStream pictures = new PictureStream(path, limits, heartbeat)) {
            int frame = 0;
            while (frame < Math.min(HEAD, pts.length)) {
                if (!pictures.next(packet -> true)) {
                    return damaged(pictures);
                }
                long timestamp = pictures.picture().pts();
                if (timestamp < scan.firstDecodable()) {
                    continue;
                }
                int found = Arrays.binarySearch(pts, frame, pts.length, timestamp);
                if (found < 0 || found > frame && !damaged(pictures)) {
                    return false;
                }
                frame = found + 1;
            }
            return frame < pts.length || !pictures.next(packet -> true);
        }
    }

    private boolean damaged(PictureStream pictures) {
        damaged |= pictures.takeError() != 0 || !VideoReader.isSound(pictures.picture());
        return damaged;
    }

    /** Decodes all. Pictures keep their timestamps when these are good, otherwise they are counted. */
    private VideoIndex byDecoding(PacketScan scan) throws IOException, RefusedException {
        LongList stamps = new LongList();
        LongList serials = new LongList();
        try (PictureStream pictures = new PictureStream(path, limits, heartbeat)) {
            OpenMedia media = pictures.media();
            KeyPackets keys = new KeyPackets(media);
            while (pictures.next(keys::mark)) {
                long serial = pictures.picture().pts();
                long timestamp = keys.timestamp(serial);
                if (timestamp >= scan.firstDecodable() || timestamp == AV_NOPTS_VALUE) {
                    stamps.add(timestamp);
                    serials.add(serial);
                    limits.checkFrames(stamps.size());
                }
            }
            long[] pts = stamps.toArray();
            if (ascends(pts)) {
                return new VideoIndex(media.timeBase(), pts, scan.keyFrames(pts));
            }
            return VideoIndex.counted(
                    pts.length, keys.places(serials.toArray()), frameRate(media, null), media.timeBase());
        }
    }

    private static boolean ascends(long[] pts) {
        for (int i = 0; i < pts.length; i++) {
            if (pts[i] == AV_NOPTS_VALUE || i > 0 && pts[i] <= pts[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static double announcedSeconds(OpenMedia media) {
        long own = media.stream().duration();
        if (own > 0) {
            return own * media.timeBase().value();
        }
        long all = media.container.duration();
        return all > 0 ? all / 1e6 : 0;
    }

    /** The average that the container tells; else that of the index; else 25, so that there is one. */
    private static Ratio frameRate(OpenMedia media, @Nullable VideoIndex index) {
        AVRational told = media.stream().avg_frame_rate();
        if (told.num() > 0 && told.den() > 0) {
            return new Ratio(told.num(), told.den());
        }
        if (index != null && index.count() > 1) {
            double rate = (index.count() - 1) / index.seconds();
            return new Ratio(Math.max(1, Math.round(rate * 1000)), 1000);
        }
        AVRational guessed = media.stream().r_frame_rate();
        return guessed.num() > 0 && guessed.den() > 0 ? new Ratio(guessed.num(), guessed.den()) : new Ratio(25, 1);
    }

    private void note(OpenMedia media, PacketScan scan, VideoIndex index, Ratio rate) {
        double seconds = announcedSeconds(media);
        double readable = index.seconds() + 1 / rate.value();
        long about = Math.round(seconds * rate.value());
        boolean stopped = scan.end() != 0 || scan.unreadable() > 0;
        // MP4 tells when data are missing; elsewhere the end just comes early. Sound may well be longer than pictures.
        boolean early = !media.formatName().startsWith("mov")
                && media.container.nb_streams() == 1
                && readable < EARLY * seconds;
        if ((stopped || early) && index.count() < about * SHORT && about - index.count() > 1) {
            findings.add(
                    "The file ends in the middle: " + index.count() + " frames of about " + about + " can be read.");
        } else if (stopped || damaged) {
            findings.add("Parts of the file are damaged; frames may be missing there.");
        }
    }
}
