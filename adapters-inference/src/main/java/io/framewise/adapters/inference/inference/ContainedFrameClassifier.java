package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.application.inference.FrameClassifier;
import io.framewise.application.media.BlobStore;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.WeightsFormat;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Classifies frames in the inference process of the device. When it ends in the middle, the guilty is found: a frame that
 * cannot be decoded without harm fails and the rest goes on; a network gets one more try.
 */
@Singleton
public class ContainedFrameClassifier implements FrameClassifier {

    private static final Logger LOG = Logger.getLogger(ContainedFrameClassifier.class);
    private static final Pattern DECODING = Pattern.compile("decoding frame ([0-9]+)");
    private static final int MOST_LOST_FRAMES = 8;

    private final InferenceProcesses processes;
    private final BlobStore blobs;

    @Inject
    public ContainedFrameClassifier(InferenceProcesses processes, BlobStore blobs) {
        this.processes = processes;
        this.blobs = blobs;
    }

    @Override
    public Report classify(Job job, Sink sink) {
        WeightsFormat format = job.iteration().check().format();
        if (format.isProgram() && !processes.mayRunPrograms()) {
            throw ProgramPolicy.refusal();
        }
        JobProgress progress = new JobProgress(job.frames(), sink);
        boolean secondTry = false;
        while (true) {
            try {
                return processes.onDevice(
                        job.device(),
                        worker -> new JobRequest(worker, blobs, with(job, progress.open()), progress).run());
            } catch (ChildProcess.DiedException e) {
                if (processes.isClosed()) {
                    throw InferenceProcesses.stopping();
                }
                Optional<Integer> frame = decoding(e.doing());
                if (frame.isPresent() && progress.lost() < MOST_LOST_FRAMES) {
                    LOG.warnf("%s while it decoded frame %d; the frame is given up.", e.sentence(), frame.get());
                    progress.lose(frame.get(), e.sentence() + " while it decoded this frame.");
                } else if (secondTry) {
                    throw culprit(job, e);
                } else {
                    LOG.warnf("%s %s; it is tried once more.", e.sentence(), at(e.doing()));
                    secondTry = true;
                }
                if (!progress.more() || progress.open().isEmpty()) {
                    return progress.report();
                }
            }
        }
    }

    private static Job with(Job job, FrameRanges frames) {
        return new Job(job.source(), frames, job.iteration(), job.features(), job.device());
    }

    /** The frame that is to blame, when nothing but decoding can be. */
    private static Optional<Integer> decoding(Map<String, String> doing) {
        if (doing.size() != 1) {
            return Optional.empty();
        }
        Matcher matcher = DECODING.matcher(doing.values().iterator().next());
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static Refusal.Unavailable culprit(Job job, ChildProcess.DiedException death) {
        return new Refusal.Unavailable(
                "network-crashed",
                death.sentence() + ", twice, " + at(death.doing()) + " with the network of iteration "
                        + job.iteration().number() + " (SHA-256 "
                        + job.iteration().weights().sha256().substring(0, 8) + "…).");
    }

    private static String at(Map<String, String> doing) {
        List<String> classifying = doing.values().stream()
                .filter(what -> !what.startsWith("decoding"))
                .toList();
        List<String> guilty = classifying.isEmpty() ? List.copyOf(doing.values()) : classifying;
        return guilty.isEmpty() ? "at the start" : "while " + String.join(" and ", guilty);
    }
}
