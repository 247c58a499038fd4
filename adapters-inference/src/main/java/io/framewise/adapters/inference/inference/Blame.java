package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.DiedException;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.domain.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Finds what ends the processes of a job: a frame, the medium or the network. When a dying process does not name its thread
 * and was at more than one thing, the next one is asked to do one thing at a time, and has one suspect.
 *
 * <p>What a process told is believed only as far as it can be: a frame that nobody waits for is no excuse for a network.
 */
final class Blame {

    /** Frames that are given up before their medium is. */
    private static final int MOST_LOST_FRAMES = 8;

    /** Such frames, when each of them kept a process hanging. */
    private static final int MOST_HUNG_FRAMES = 2;

    /** Deaths that are not a frame's, even if each process gets on. */
    private static final int MOST_DEATHS = 4;

    private static final Logger LOG = Logger.getLogger(Blame.class);
    private static final Pattern DECODING = Pattern.compile("decoding frame ([0-9]{1,9})");

    private final Job job;
    private final JobProgress progress;
    private boolean careful;
    private int hung;
    private int deaths;
    private int answered = -1;

    Blame(Job job, JobProgress progress) {
        this.job = job;
        this.progress = progress;
    }

    /** Whether the next process is to do one thing at a time. */
    boolean isCareful() {
        return careful;
    }

    /** A process did all that it was asked for. */
    void survived() {
        careful = false;
    }

    /**
     * A process died: a frame is given up, or another process may try.
     *
     * @throws Refusal.Unavailable {@code media-crashed} or {@code network-crashed} when it is enough
     */
    void died(DiedException death) {
        Optional<Integer> frame = death.named() || careful ? frame(death.doing()) : Optional.empty();
        if (frame.isPresent()) {
            lose(frame.get(), death);
        } else {
            deaths++;
            if (careful && progress.next() == answered || deaths >= MOST_DEATHS) {
                throw networkCrashed(death);
            }
            LOG.warnf("%s%s; it is tried once more.", death.sentence(), at(death.doing()));
            careful = true;
        }
        answered = progress.next();
    }

    /** The frame that was being decoded, when there was nothing else. */
    private Optional<Integer> frame(Map<String, String> doing) {
        if (doing.size() != 1) {
            return Optional.empty();
        }
        Matcher matcher = DECODING.matcher(doing.values().iterator().next());
        return Optional.of(matcher)
                .filter(Matcher::matches)
                .map(found -> Integer.valueOf(found.group(1)))
                .filter(progress.open()::contains);
    }

    private void lose(int frame, DiedException death) {
        LOG.warnf("%s while it decoded frame %d; the frame is given up.", death.sentence(), frame);
        progress.lose(frame, death.sentence() + " while it decoded this frame.");
        hung += death.overdue() ? 1 : 0;
        if (progress.lost() > MOST_LOST_FRAMES || hung > MOST_HUNG_FRAMES) {
            throw new Refusal.Unavailable(
                    "media-crashed",
                    death.sentence() + " while decoding frame " + frame + " of " + medium() + ", as others did at "
                            + (progress.lost() - 1) + " frames before it.");
        }
    }

    private Refusal.Unavailable networkCrashed(DiedException death) {
        return new Refusal.Unavailable(
                "network-crashed",
                death.sentence() + ", " + deaths + " times, last" + at(death.doing()) + " of " + medium()
                        + " with the network of iteration " + job.iteration().number() + " (SHA-256 "
                        + job.iteration().weights().sha256() + ").");
    }

    private String medium() {
        return "\"" + job.source().dataUnit().title() + "\"";
    }

    private static String at(Map<String, String> doing) {
        return doing.isEmpty()
                ? " at the start"
                : doing.values().stream().sorted().collect(Collectors.joining(" and ", " while ", ""));
    }
}
