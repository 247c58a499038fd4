package io.framewise.adapters.persistence.inference;

import io.framewise.adapters.persistence.DatabaseRelease;
import io.framewise.application.inference.AnnounceWorker;
import io.framewise.application.inference.ExecuteRun;
import io.framewise.application.inference.Pool;
import io.framewise.application.inference.Workers.Worker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** This node's workers: one for each pool that it has a device for, none when it is told to have none. */
@Singleton
final class RunWorkers {

    private static final Logger LOG = Logger.getLogger(RunWorkers.class);
    private static final int ANNOUNCE_SECONDS = 2;

    private final DataSource dataSource;
    private final Instance<ExecuteRun> executeRun;
    private final Instance<AnnounceWorker> announceWorker;
    private final DatabaseRelease release;
    private final InstantSource clock;
    private final boolean enabled;
    private final int threads;
    private final RunWorker.Timing timing;
    private final Map<Pool, RunWorker> workers = new EnumMap<>(Pool.class);
    private final UUID id = UUID.randomUUID();
    private final Thread announcing;
    private boolean stopped;
    private boolean retired;

    /**
     * @param threads how many slots each of them serves at a time
     * @param polling how often one that has nothing to do looks into the queue
     */
    @Inject
    RunWorkers(
            DataSource dataSource,
            Instance<ExecuteRun> executeRun,
            Instance<AnnounceWorker> announceWorker,
            DatabaseRelease release,
            InstantSource clock,
            @ConfigProperty(name = "framewise.worker.enabled") boolean enabled,
            @ConfigProperty(name = "framewise.worker.threads") int threads,
            @ConfigProperty(name = "framewise.worker.polling") Duration polling) {
        this.dataSource = dataSource;
        this.executeRun = executeRun;
        this.announceWorker = announceWorker;
        this.release = release;
        this.clock = clock;
        this.enabled = enabled;
        this.threads = threads;
        this.timing = RunWorker.Timing.STANDARD.polling(polling);
        this.announcing = new Thread(this::announce, "worker-announcements");
        announcing.setDaemon(true);
    }

    /** After everything else has started: a run may be waiting. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent started) {
        if (enabled) {
            retireWhenOutdated();
            start(Pool.CPU);
            // Looking for devices starts a process; whoever waits for this node does not wait for that.
            announcing.start();
        }
    }

    private void announce() {
        try {
            Worker worker = announceWorker.get().worker(id, name());
            if (worker.devices().stream().anyMatch(offer -> Pool.of(offer.device()) == Pool.GPU)) {
                start(Pool.GPU);
            }
            while (true) {
                retireWhenOutdated();
                if (retired) {
                    tell(() -> announceWorker.get().leave(id));
                } else {
                    tell(() -> announceWorker.get().announce(worker));
                }
                TimeUnit.SECONDS.sleep(ANNOUNCE_SECONDS);
            }
        } catch (InterruptedException e) {
            tell(() -> announceWorker.get().leave(id));
        } catch (RuntimeException e) {
            LOG.warnf("This node's devices are not known, so it uses its processor only: %s", e.getMessage());
        }
    }

    /** A node of an earlier release than the database's leaves the work to others. */
    private void retireWhenOutdated() {
        try {
            retire(release.isLater());
        } catch (SQLException e) {
            LOG.debugf("The release of the database is not known: %s", e.getMessage());
        }
    }

    private synchronized void retire(boolean outdated) {
        if (outdated != retired) {
            retired = outdated;
            LOG.warn(
                    outdated
                            ? "The database is of a later release than this node, which works no more: update it"
                            : "The database is of the release of this node again, which goes on to work");
            workers.values().forEach(worker -> worker.retire(outdated));
        }
    }

    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.debugf("The other nodes were not told: %s", e.getMessage());
        }
    }

    private static String name() {
        return ManagementFactory.getRuntimeMXBean().getName();
    }

    private synchronized void start(Pool pool) {
        if (!stopped) {
            RunWorker worker = new RunWorker(dataSource, pool, executeRun::get, clock, threads, timing);
            workers.put(pool, worker);
            worker.retire(retired);
            worker.start();
        }
    }

    /** Before anything else stops: a run may be in the middle. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent stopping) {
        Map<Pool, RunWorker> all;
        synchronized (this) {
            stopped = true;
            all = Map.copyOf(workers);
        }
        all.values().forEach(RunWorker::stop);
        if (announcing.isAlive()) {
            announcing.interrupt();
            try {
                announcing.join(TimeUnit.SECONDS.toMillis(ANNOUNCE_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lets the worker of a pool look into its queue now. */
    synchronized void wake(Pool pool) {
        RunWorker worker = workers.get(pool);
        if (worker != null) {
            worker.wake();
        }
    }
}
