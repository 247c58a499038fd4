package io.framewise.adapters.inference.inference;

import io.framewise.adapters.inference.model.NetworkReader;
import io.framewise.adapters.inference.model.ReadNetwork;
import io.framewise.adapters.inference.model.WeightsReaders;
import io.framewise.application.inference.FrameClassifier.Job;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.model.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The networks that were used last, loaded and ready. A network that has to go goes when its last user has finished. */
class WarmNetworks {

    private static final Logger LOG = Logger.getLogger(WarmNetworks.class);

    private final WeightsReaders readers;
    private final Function<ContentHash, Path> files;
    private final NetworkLoader loader;
    private final int capacity;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    private record Key(ContentHash weights, Device device, int width, int height) {}

    private static final class Entry {
        final LoadedNetwork network;
        int users;
        boolean evicted;

        Entry(LoadedNetwork network) {
            this.network = network;
        }
    }

    /** The use of a network, to be closed after its last answer. */
    interface Lease extends AutoCloseable {
        LoadedNetwork network();

        @Override
        void close();
    }

    /** @param files where the weights are */
    WarmNetworks(WeightsReaders readers, Function<ContentHash, Path> files, NetworkLoader loader, int capacity) {
        this.readers = readers;
        this.files = files;
        this.loader = loader;
        this.capacity = Math.max(1, capacity);
    }

    /** @throws Refusal.Unavailable when the network cannot be loaded */
    synchronized Lease lease(Job job) {
        if (closed) {
            throw DjlFrameClassifier.stopping();
        }
        Preprocessing input = job.iteration().preprocessing();
        Key key = new Key(job.iteration().weights(), job.device(), input.inputWidth(), input.inputHeight());
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(load(job));
            entries.put(key, entry);
            evict(capacity, entry);
        }
        entry.users++;
        return leaseOf(entry);
    }

    private LoadedNetwork load(Job job) {
        ContentHash weights = job.iteration().weights();
        Preprocessing input = job.iteration().preprocessing();
        try {
            ReadNetwork read = readers.reader(job.iteration().check().format())
                    .read(
                            files.apply(weights),
                            new NetworkReader.Expected(Optional.empty(), OptionalInt.of(job.features())));
            return loader.load(read, job.device(), input.inputHeight(), input.inputWidth());
        } catch (Refusal refusal) {
            throw refusal;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            LOG.errorf(
                    e,
                    "The network %s cannot be loaded on %s.",
                    weights,
                    job.device().value());
            throw new Refusal.Unavailable(
                    "network-unavailable",
                    "The network cannot be loaded on " + job.device().value() + ": " + NativeMessage.of(e));
        }
    }

    private Lease leaseOf(Entry entry) {
        return new Lease() {
            private boolean returned;

            @Override
            public LoadedNetwork network() {
                return entry.network;
            }

            @Override
            public void close() {
                synchronized (WarmNetworks.this) {
                    if (!returned) {
                        returned = true;
                        entry.users--;
                        closeIfUnused(entry);
                    }
                }
            }
        };
    }

    private void evict(int keep, Entry newest) {
        Iterator<Entry> eldestFirst = entries.values().iterator();
        while (entries.size() > keep && eldestFirst.hasNext()) {
            Entry entry = eldestFirst.next();
            if (entry != newest) {
                eldestFirst.remove();
                entry.evicted = true;
                closeIfUnused(entry);
            }
        }
    }

    private static void closeIfUnused(Entry entry) {
        if (entry.evicted && entry.users == 0) {
            entry.network.close();
        }
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized void close() {
        closed = true;
        for (Entry entry : entries.values()) {
            entry.evicted = true;
            closeIfUnused(entry);
        }
        entries.clear();
    }
}
