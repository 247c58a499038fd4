package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.process.ChildProcess;
import io.framewise.adapters.inference.process.Wire;
import io.framewise.adapters.inference.process.Worker;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.application.media.BlobStore;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/**
 * Gives a job to an inference process and believes it only what makes sense: one answer for each frame, in order, each with
 * probabilities.
 */
final class JobRequest {

    private static final double SUM_SLACK = 1e-2;
    private static final long LONGEST_MILLIS = 1L << 40;

    private final Worker worker;
    private final BlobStore blobs;
    private final Job job;
    private final boolean careful;
    private final JobProgress progress;
    private final PrimitiveIterator.OfInt wanted;
    private int left;
    private boolean stopped;

    private sealed interface Answer {
        record Batch(List<Result> results) implements Answer {}

        record Ready() implements Answer {}

        record End(@Nullable Refusal refusal) implements Answer {}
    }

    /** @param careful whether the process does one thing at a time */
    JobRequest(Worker worker, BlobStore blobs, Job job, boolean careful, JobProgress progress) {
        this.worker = worker;
        this.blobs = blobs;
        this.job = job;
        this.careful = careful;
        this.left = job.frames().count();
        this.progress = progress;
        this.wanted = job.frames().frames().iterator();
    }

    void run() throws IOException {
        ChildProcess process = worker.process();
        give(job.iteration().weights());
        giveFiles();
        process.send(Wire.CLASSIFY, out -> JobMessage.write(out, job, careful));
        Answer answer;
        try {
            answer = process.read(this::answer, this::nothingYet);
            while (!(answer instanceof Answer.End)) {
                if (answer instanceof Answer.Batch batch) {
                    accept(batch.results());
                }
                answer = process.read(this::answer, this::nothingYet);
            }
        } catch (RuntimeException | Error e) {
            // The sink failed, or the process did: half an answer is left in the pipe.
            process.giveUp();
            throw e;
        } finally {
            worker.inbox().clear();
        }
        if (answer instanceof Answer.End end && end.refusal() != null) {
            throw end.refusal();
        }
    }

    /** A network that is being loaded, or is slow, does not keep its caller from stopping. */
    private void nothingYet() {
        accept(List.of());
    }

    private void accept(List<Result> results) {
        if (!stopped && !progress.accept(results)) {
            stopped = true;
            worker.process().stop();
        }
    }

    /** Of many images just those of the frames: a long sequence goes through many jobs. */
    private void giveFiles() throws IOException {
        if (job.source().files().size() == 1) {
            give(job.source().files().get(0).contentHash());
            return;
        }
        for (PrimitiveIterator.OfInt each = job.frames().frames().iterator(); each.hasNext(); ) {
            give(job.source().file(each.nextInt()).contentHash());
        }
    }

    private void give(ContentHash hash) throws IOException {
        worker.inbox().put(blobs.file(hash), hash.sha256());
    }

    private Answer answer(byte kind, DataInputStream body) throws IOException {
        switch (kind) {
            case Wire.READY -> {
                progress.loaded(Wire.sentence(body), Wire.sentence(body), Wire.sentence(body));
                return new Answer.Ready();
            }
            case Wire.RESULTS -> {
                List<Result> results = JobMessage.results(body, left, job.features());
                for (Result result : results) {
                    check(result);
                }
                return new Answer.Batch(results);
            }
            case Wire.DONE -> {
                long decodeMillis = body.readLong();
                long inferMillis = body.readLong();
                checkEnd();
                progress.add(Wire.count(body, job.frames().count()), millis(decodeMillis), millis(inferMillis));
                return new Answer.End(null);
            }
            case Wire.REFUSED -> {
                return new Answer.End(new Refusal.Unavailable(Wire.sentence(body), Wire.sentence(body)));
            }
            case Wire.END -> {
                checkEnd();
                return new Answer.End(null);
            }
            default -> throw new IOException("The answer " + kind + " was not expected.");
        }
    }

    private void checkEnd() throws IOException {
        if (left > 0 && !stopped) {
            throw new IOException("The process forgot frames.");
        }
    }

    private static long millis(long told) throws IOException {
        if (told < 0 || told > LONGEST_MILLIS) {
            throw new IOException(told + " ms of work.");
        }
        return told;
    }

    private void check(Result result) throws IOException {
        if (!wanted.hasNext() || wanted.nextInt() != result.frame()) {
            throw new IOException("Frame " + result.frame() + " was not expected.");
        }
        left--;
        if (result instanceof Result.Classified classified) {
            double sum = 0;
            for (float probability : classified.probabilities()) {
                if (!(probability >= 0 && probability <= 1)) {
                    throw new IOException(probability + " is no probability.");
                }
                sum += probability;
            }
            if (Math.abs(sum - 1) > SUM_SLACK) {
                throw new IOException("The probabilities of frame " + result.frame() + " make no sense.");
            }
        }
    }
}
