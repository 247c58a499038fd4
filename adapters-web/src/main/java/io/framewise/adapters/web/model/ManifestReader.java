package io.framewise.adapters.web.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.adapters.web.UnreadableJson;
import io.framewise.domain.Refusal;
import io.framewise.domain.model.ManifestDraft;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Reads the manifest of a multipart request, which comes as a file or as a field. */
@Singleton
final class ManifestReader {

    private static final int MAX_BYTES = 4 << 20;

    private final ObjectMapper json;

    ManifestReader(ObjectMapper json) {
        this.json = json;
    }

    /** @throws Refusal.Invalid below {@code /manifest} */
    ManifestDraft read(@Nullable FileUpload file, @Nullable String field) {
        byte[] bytes = file == null ? bytes(field) : bytes(file);
        try {
            ManifestDraft manifest = json.readValue(bytes, ManifestDraft.class);
            if (manifest == null) {
                throw missing();
            }
            return manifest;
        } catch (JsonProcessingException unreadable) {
            throw UnreadableJson.below("/manifest", unreadable);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(@Nullable String field) {
        if (field == null || field.isBlank()) {
            throw missing();
        }
        return field.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(FileUpload file) {
        if (file.size() > MAX_BYTES) {
            throw new Refusal.Invalid("/manifest", "manifest-too-large", "A manifest has at most 4 MiB.");
        }
        try {
            return Files.readAllBytes(file.uploadedFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refusal missing() {
        return new Refusal.Invalid("/manifest", "missing-manifest", "The part \"manifest\" is missing.");
    }
}
