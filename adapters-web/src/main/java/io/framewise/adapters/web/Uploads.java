package io.framewise.adapters.web;

import io.framewise.application.media.UploadedFile;
import io.framewise.domain.Refusal;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Files that somebody sends. */
public final class Uploads {

    private static final int MAX_NAME = 200;

    private Uploads() {}

    /**
     * One of a multipart request, which is on disk already.
     *
     * @throws Refusal.Invalid when the part is missing or has no file name
     */
    public static UploadedFile file(String part, @Nullable FileUpload upload) {
        if (upload == null) {
            throw new Refusal.Invalid("/" + part, "missing-file", "The file part \"" + part + "\" is missing.");
        }
        return new UploadedFile(name(upload.fileName()), upload.uploadedFile());
    }

    /** The last segment: some clients send whole paths. */
    public static String name(@Nullable String sent) {
        String name = sent == null ? "" : sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        String clean = name.replaceAll("\\p{Cntrl}", "").strip();
        return clean.substring(0, Math.min(MAX_NAME, clean.length()));
    }
}
