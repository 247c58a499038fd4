package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore;
import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.io.IOException;
import java.nio.file.Path;

/** Blobs as files of a {@link BlobFolder}. */
final class FolderBlobStore implements BlobStore {

    private final BlobFolder folder;

    FolderBlobStore(BlobFolder folder) {
        this.folder = folder;
    }

    @Override
    public Blob put(Path file) {
        try (BlobPart part = folder.part()) {
            part.append(file);
            Blob blob = part.finish();
            folder.keep(part, blob);
            return blob;
        } catch (IOException e) {
            throw folder.refusal(e);
        }
    }

    @Override
    public Path file(ContentHash hash) {
        return folder.find(hash).orElseThrow(() -> new Refusal.NotFound("blob", hash));
    }
}
