package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.application.inference.FrameClassifier.Result;
import io.framewise.application.inference.FrameClassifier.Sink;
import io.framewise.domain.media.FrameRanges;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One job on its way: a decoder thread fills batches, the predictors classify them, the calling thread hands the results
 * over in order. A fixed number of batches goes round, so the decoder waits when the predictors or the sink are slow.
 */
final class Pipeline {

    private final FrameDecoder decoder;
    private final Network network;
    private final Executor predictors;
    private final Job job;
    private final KeptPictures kept;
    private final boolean careful;
    private final int predictorCount;
    private final Activity activity;
    private final Duplicates duplicates;
    private final BlockingQueue<Batch> free = new LinkedBlockingQueue<>();
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private volatile boolean stopped;
    private Step.@Nullable Work delivering;
    // Written by the decoder thread, read after its last step.
    private long decodeNanos;
    private long waitNanos;
    private long inferNanos;

    /** What the decoder thread tells the calling thread. */
    private sealed interface Step {
        record Work(Batch batch, FutureTask<List<Result>> results) implements Step {}

        record End(@Nullable Throwable failure) implements Step {}
    }

    /**
     * @param careful whether the decoder waits while a batch is classified
     * @param predictorCount of threads of {@code predictors}
     * @param batchSize frames of a batch, at most
     */
    Pipeline(
            FrameDecoder decoder,
            Network network,
            Executor predictors,
            Job job,
            KeptPictures kept,
            boolean careful,
            Activity activity,
            int predictorCount,
            int batchSize) {
        this.decoder = decoder;
        this.network = network;
        this.predictors = predictors;
        this.job = job;
        this.kept = kept;
        this.careful = careful;
        this.activity = activity;
        int size = Math.min(batchSize, job.frames().count());
        int pictureFloats = 3
                * job.iteration().preprocessing().inputHeight()
                * job.iteration().preprocessing().inputWidth();
        this.predictorCount = predictorCount;
        // One batch is being filled, one delivered; each predictor has one and one more waits.
        for (int i = 0; i < predictorCount + 3; i++) {
            free.add(new Batch(size, pictureFloats));
        }
        this.duplicates = new Duplicates();
    }

    /** Lets {@link #run} return soon, from any thread. */
    void stop() {
        stopped = true;
    }

    long decodeMillis() {
        return (decodeNanos - waitNanos) / 1_000_000;
    }

    int duplicates() {
        return duplicates.count();
    }

    long inferMillis() {
        return inferNanos / 1_000_000;
    }

    /**
     * Runs the job on the calling thread and returns when no other thread has anything to do with it any more.
     *
     * @throws InterruptedException when the calling thread was interrupted, or before
     */
    void run(Sink sink) throws InterruptedException {
        Thread decoding = new Thread(this::decode, "framewise-decoder");
        decoding.setDaemon(true);
        decoding.start();
        boolean ended = false;
        try {
            while (true) {
                Step step = steps.take();
                if (step instanceof Step.Work work) {
                    deliver(work, sink);
                } else if (step instanceof Step.End end) {
                    ended = true;
                    rethrow(end.failure());
                    return;
                }
            }
        } finally {
            stopped = true;
            awaitEnd(decoding, ended);
        }
    }

    private void deliver(Step.Work work, Sink sink) throws InterruptedException {
        delivering = work;
        List<Result> results;
        try {
            List<Result> inferred = work.results().get();
            results = stopped ? List.of() : duplicates.resolve(work.batch(), inferred);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        inferNanos += work.batch().inferNanos();
        release(work);
        delivering = null;
        if (!stopped && !results.isEmpty() && !sink.accept(results)) {
            stopped = true;
        }
    }

    private void release(Step.Work work) {
        work.batch().clear();
        free.add(work.batch());
    }

    private void rethrow(@Nullable Throwable failure) {
        if (failure == null || stopped) {
            return;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw new IllegalStateException(failure);
    }

    /** The network and the buffers may only go when no thread is at them: this cannot be interrupted. */
    private void awaitEnd(Thread decoding, boolean ended) {
        boolean interrupted = false;
        boolean waiting = !ended;
        Step.Work pending = delivering;
        while (pending != null || waiting || decoding.isAlive()) {
            try {
                if (pending != null) {
                    settle(pending);
                    pending = null;
                } else if (waiting) {
                    Step step = steps.take();
                    pending = step instanceof Step.Work work ? work : null;
                    waiting = pending != null;
                } else {
                    decoding.join();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(Step.Work work) throws InterruptedException {
        try {
            work.results().get();
        } catch (ExecutionException e) {
            // Nobody asks for these results any more.
        }
        release(work);
    }

    private void decode() {
        long begin = System.nanoTime();
        Throwable failure = null;
        try {
            Pictures pictures = new Pictures(job, kept);
            FrameRanges missing = pictures.missing();
            BatchFiller filler =
                    new BatchFiller(job.frames(), pictures, duplicates, predictorCount, this::nextFree, this::predict);
            try {
                if (!missing.isEmpty()) {
                    decoder.decode(job.source(), missing, filler);
                }
            } catch (RuntimeException e) {
                filler.flush();
                throw e;
            }
            filler.finish();
        } catch (Throwable e) {
            failure = e;
        } finally {
            decodeNanos = System.nanoTime() - begin;
            steps.add(new Step.End(failure));
        }
    }

    private @Nullable Batch nextFree() {
        long begin = System.nanoTime();
        try {
            Batch batch = stopped ? null : free.take();
            return stopped ? null : batch;
        } catch (InterruptedException e) {
            return null;
        } finally {
            waitNanos += System.nanoTime() - begin;
        }
    }

    private void predict(Batch batch) {
        FutureTask<List<Result>> results = new FutureTask<>(() -> {
            if (stopped) {
                return List.of();
            }
            activity.at("classifying frames " + batch.first() + " to " + batch.last());
            try {
                return batch.classify(network, job);
            } finally {
                activity.at("");
            }
        });
        predictors.execute(results);
        steps.add(new Step.Work(batch, results));
        if (careful) {
            awaitAnswer(results);
        }
    }

    private static void awaitAnswer(FutureTask<List<Result>> results) {
        try {
            results.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // The calling thread learns of it.
        }
    }
}
