package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.inference.WarmNetworks.Lease;
import io.framewise.adapters.inference.media.FrameDecoder;
import io.framewise.application.inference.FrameClassifier;
import io.framewise.domain.Refusal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Classifies frames in this very process, by DJL's engines. All jobs share the predictors, threads that each take a
 * batch at a time through a network.
 */
public class DjlFrameClassifier implements FrameClassifier {

    private static final Logger LOG = Logger.getLogger(DjlFrameClassifier.class);

    private final FrameDecoder decoder;
    private final Activity activity;
    private final WarmNetworks networks;
    private final KeptPictures kept;
    private final int batchSize;
    private final int predictors;
    private final ExecutorService threads;
    private final Set<Pipeline> running = new HashSet<>();
    private boolean closing;

    /**
     * @param kept pictures that a job leaves to those after it
     * @param batchSize frames that go through a network at once; 8 to 16 is best on processors
     * @param predictors number of threads that run networks, 0 for one a processor
     */
    public DjlFrameClassifier(
            FrameDecoder decoder,
            WarmNetworks networks,
            KeptPictures kept,
            Activity activity,
            int batchSize,
            int predictors) {
        this.decoder = decoder;
        this.activity = activity;
        this.networks = networks;
        this.kept = kept;
        this.batchSize = Math.max(1, batchSize);
        this.predictors = predictors > 0 ? predictors : Runtime.getRuntime().availableProcessors();
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(this.predictors, task -> {
            Thread thread = new Thread(task, "framewise-predictor-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Loads the network of a job, if it is not loaded already. */
    Lease lease(Job job) {
        activity.at("loading the network");
        try {
            return networks.lease(job);
        } finally {
            activity.at("");
        }
    }

    @Override
    public Report classify(Job job, Sink sink) {
        return classify(job, false, sink);
    }

    /** @param careful whether only one thing is done at a time, so that a crash has one suspect */
    Report classify(Job job, boolean careful, Sink sink) {
        try (Lease lease = lease(job)) {
            Pipeline pipeline = new Pipeline(
                    decoder, lease.network().network(), threads, job, kept, careful, activity, predictors, batchSize);
            enter(pipeline);
            try {
                pipeline.run(sink);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw stopping();
            } finally {
                leave(pipeline);
            }
            LoadedNetwork network = lease.network();
            return new Report(
                    network.engine(),
                    network.engineVersion(),
                    network.form(),
                    pipeline.duplicates(),
                    pipeline.decodeMillis(),
                    pipeline.inferMillis());
        }
    }

    static Refusal.Unavailable stopping() {
        return new Refusal.Unavailable(
                "inference-stopped", "This node is shutting down and classifies no more frames.");
    }

    private synchronized void enter(Pipeline pipeline) {
        if (closing) {
            throw stopping();
        }
        running.add(pipeline);
    }

    private synchronized void leave(Pipeline pipeline) {
        running.remove(pipeline);
        notifyAll();
        if (closing) {
            throw stopping();
        }
    }

    /** Stops every job and waits for the threads: a process that exits while one is inside a network crashes. */
    void close() {
        boolean interrupted = false;
        synchronized (this) {
            closing = true;
            running.forEach(Pipeline::stop);
            while (!running.isEmpty()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("A network is still at work after a minute.");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
