package io.framewise.adapters.inference.inference;

import io.framewise.application.media.BlobStore;
import io.framewise.domain.Refusal;
import io.framewise.domain.inference.Device;
import io.framewise.domain.media.ContentHash;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The networks that were used last, loaded and ready. A network that has to go goes when its last user has finished. */
@Singleton
class WarmNetworks {

    private static final Logger LOG = Logger.getLogger(WarmNetworks.class);

    private final BlobStore blobs;
    private final TorchEngine engine;
    private final int capacity;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    private record Key(ContentHash weights, Device device) {}

    private static final class Entry {
        final TorchNetwork network;
        int users;
        boolean evicted;

        Entry(TorchNetwork network) {
            this.network = network;
        }
    }

    /** The use of a network, to be closed after its last answer. */
    interface Lease extends AutoCloseable {
        TorchNetwork network();

        @Override
        void close();
    }

    @Inject
    WarmNetworks(
            BlobStore blobs,
            TorchEngine engine,
            @ConfigProperty(name = "framewise.inference.warm-networks", defaultValue = "4") int capacity) {
        this.blobs = blobs;
        this.engine = engine;
        this.capacity = Math.max(1, capacity);
    }

    /** @throws Refusal.Unavailable when the network cannot be loaded */
    synchronized Lease lease(ContentHash weights, Device device) {
        if (closed) {
            throw DjlFrameClassifier.stopping();
        }
        Key key = new Key(weights, device);
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = new Entry(load(weights, device));
            entries.put(key, entry);
            evict(capacity, entry);
        }
        entry.users++;
        return leaseOf(entry);
    }

    private TorchNetwork load(ContentHash weights, Device device) {
        try {
            return TorchNetwork.load(engine, blobs.file(weights), device);
        } catch (Refusal refusal) {
            throw refusal;
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "The network %s cannot be loaded on %s.", weights, device.value());
            throw new Refusal.Unavailable(
                    "network-unavailable",
                    "The network cannot be loaded on " + device.value() + ": " + NativeMessage.of(e));
        }
    }

    private Lease leaseOf(Entry entry) {
        return new Lease() {
            private boolean returned;

            @Override
            public TorchNetwork network() {
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

    @PreDestroy
    synchronized void close() {
        closed = true;
        for (Entry entry : entries.values()) {
            entry.evicted = true;
            closeIfUnused(entry);
        }
        entries.clear();
    }
}
