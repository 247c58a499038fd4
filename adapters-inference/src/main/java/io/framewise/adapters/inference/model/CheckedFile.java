package io.framewise.adapters.inference.model;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What was checked of an uploaded file. An engine gets it written anew: two readers of one file may find different things
 * in it, so nobody but the reader that checked it sees the file itself.
 */
public interface CheckedFile {

    /**
     * Writes what was checked, and nothing else.
     *
     * @param target is overwritten
     */
    void writeTo(Path target) throws IOException;
}
