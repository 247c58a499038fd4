package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.DiedException;
import io.framewise.application.inference.FrameClassifier;
import io.framewise.application.media.BlobStore;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.WeightsFormat;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Classifies frames in the inference process of the device. When it ends in the middle, the guilty is found: a frame that
 * cannot be decoded without harm fails and the rest goes on; a network gets one more try.
 */
@Singleton
public class ContainedFrameClassifier implements FrameClassifier {

    /** For so long one thing is done at a time after a death: what is under way at once is less. */
    private static final int CAREFUL_FRAMES = 1_024;

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
        Blame blame = new Blame(job, progress);
        while (progress.isUnderWay()) {
            boolean careful = blame.isCareful();
            FrameRanges frames = careful ? first(progress.open()) : progress.open();
            try {
                processes.onDevice(job.device(), worker -> {
                    new JobRequest(worker, blobs, with(job, frames), careful, progress).run();
                    return worker;
                });
                blame.survived();
            } catch (DiedException e) {
                if (processes.isClosed()) {
                    throw InferenceProcesses.stopping();
                }
                if (progress.isUnderWay()) {
                    blame.died(e);
                }
            }
        }
        return progress.finish();
    }

    private static FrameRanges first(FrameRanges open) {
        return open.frames()
                .skip(CAREFUL_FRAMES)
                .boxed()
                .findFirst()
                .map(next -> open.intersect(new FrameRange(0, next - 1)))
                .orElse(open);
    }

    private static Job with(Job job, FrameRanges frames) {
        return new Job(job.source(), frames, job.iteration(), job.features(), job.device(), job.next());
    }
}
