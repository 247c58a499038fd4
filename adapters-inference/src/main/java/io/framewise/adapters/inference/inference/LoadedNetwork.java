package io.framewise.adapters.inference.inference;

/**
 * A network that is ready, and how it is run.
 *
 * @param engine such as {@code PyTorch}
 * @param form such as {@code folded, channels last}: what was made of the network for speed
 */
public record LoadedNetwork(Network network, String engine, String engineVersion, String form)
        implements AutoCloseable {

    @Override
    public void close() {
        network.close();
    }
}
