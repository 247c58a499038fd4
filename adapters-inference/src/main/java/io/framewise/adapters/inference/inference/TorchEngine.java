package io.framewise.adapters.inference.inference;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.framewise.domain.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * DJL's PyTorch engine. It starts on first use, once in a process: unpacking its 450 MB of libraries into the cache
 * folder takes seconds the first time, then they stay there. Nothing is downloaded and nothing is reported to anybody.
 */
public class TorchEngine {

    static final String NAME = "PyTorch";

    private static final Logger LOG = Logger.getLogger(TorchEngine.class);
    private static final Object STARTING = new Object();

    private final Path cacheFolder;
    private final int threadsPerNetwork;

    /**
     * @param cacheFolder where the engine's libraries are unpacked; code is loaded from there, so nobody else may be able
     *     to write to it. The first engine of a process decides
     * @param threadsPerNetwork threads that work on one batch; the first engine of a process decides
     */
    public TorchEngine(String cacheFolder, int threadsPerNetwork) {
        this.cacheFolder = Path.of(cacheFolder).toAbsolutePath();
        this.threadsPerNetwork = threadsPerNetwork;
    }

    /** @throws Refusal.Unavailable {@code engine-unavailable} when it cannot be started here */
    Engine started() {
        synchronized (STARTING) {
            String libraryPath = System.getProperty("java.library.path", "");
            try {
                Files.createDirectories(cacheFolder);
                settle("DJL_CACHE_DIR", cacheFolder.toString());
                settle("OPT_OUT_TRACKING", "true");
                settle("ai.djl.offline", "true");
                settle("ai.djl.pytorch.num_threads", Integer.toString(threadsPerNetwork));
                settle("ai.djl.pytorch.num_interop_threads", "1");
                settle("ai.djl.pytorch.graph_optimizer", "false");
                // DJL prefers a libtorch of the operating system, of whatever version, to the one it was built for.
                System.setProperty("java.library.path", "");
                return Engine.getEngine(NAME);
            } catch (Exception | LinkageError | AssertionError e) {
                LOG.error("The PyTorch engine does not start.", e);
                throw new Refusal.Unavailable(
                        "engine-unavailable",
                        "PyTorch cannot be started on this machine: its libraries for " + platform()
                                + " are missing from this installation or cannot be unpacked.");
            } finally {
                System.setProperty("java.library.path", libraryPath);
            }
        }
    }

    /** @throws Refusal.Unavailable when the device is not there */
    Device device(io.framewise.domain.inference.Device wanted) {
        Engine engine = started();
        if (wanted instanceof io.framewise.domain.inference.Device.Gpu gpu) {
            if (gpu.index() >= engine.getGpuCount()) {
                throw new Refusal.Unavailable(
                        "device-not-available", "This machine has no device " + wanted.value() + " (any more).");
            }
            return Device.gpu(gpu.index());
        }
        return Device.cpu();
    }

    private static void settle(String property, String value) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String platform() {
        return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    }
}
