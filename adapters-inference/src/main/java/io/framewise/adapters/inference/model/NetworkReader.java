package io.framewise.adapters.inference.model;

import io.framewise.domain.model.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads networks of one format from hostile files: nothing of a file is executed or loaded by name. */
public interface NetworkReader {

    /**
     * What the manifest says, as far as there is one.
     *
     * @param outputs number of features
     */
    record Expected(Optional<Architecture> architecture, OptionalInt outputs) {}

    /** Whether the file seems to be of this format; cheap, and never refuses. */
    boolean recognises(Path file) throws IOException;

    /**
     * @throws RefusedNetworkException naming the reason and the place in the file
     * @throws IOException when the file is damaged
     */
    ReadNetwork read(Path file, Expected expected) throws IOException;
}
