package io.framewise.adapters.web.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framewise.adapters.web.UnreadableJson;
import io.framewise.domain.Refusal;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Reads a JSON part of a multipart request, which comes as a file or as a field. */
@Singleton
final class JsonParts {

    private static final int MAX_BYTES = 4 << 20;

    private final ObjectMapper json;

    JsonParts(ObjectMapper json) {
        this.json = json;
    }

    /**
     * @param part its name
     * @return null when the part is not there, or is empty
     * @throws Refusal.Invalid below {@code /<part>}
     */
    <T> @Nullable T read(String part, Class<T> type, @Nullable FileUpload file, @Nullable String field) {
        String path = "/" + part;
        byte[] bytes = file == null ? bytes(field) : bytes(file, path);
        if (bytes.length == 0) {
            return null;
        }
        try {
            return json.readValue(bytes, type);
        } catch (JsonProcessingException unreadable) {
            throw UnreadableJson.below(path, unreadable);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(@Nullable String field) {
        return field == null || field.isBlank() ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(FileUpload file, String path) {
        if (file.size() > MAX_BYTES) {
            throw new Refusal.Invalid(path, "part-too-large", "This part has at most 4 MiB.");
        }
        try {
            return Files.readAllBytes(file.uploadedFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
