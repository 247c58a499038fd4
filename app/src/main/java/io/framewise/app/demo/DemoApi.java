package io.framewise.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The HTTP API, as any client in Java would use it. */
public final class DemoApi {
    private static final String BOUNDARY = "framewise-demo-part";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;

    /** @param base such as {@code http://127.0.0.1:8080} */
    public DemoApi(String base) {
        this.base = base;
    }

    /** @param status of the response, such as 201 */
    public record Answer(int status, JsonNode body) {}

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer send(String method, String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString())));
    }

    /** The body of a response as it came. */
    public String text(String path) {
        return exchange(request(path).GET().build(), BodyHandlers.ofString()).body();
    }

    /** @param parts field name to file; files are streamed */
    public Answer upload(String path, Map<String, Path> parts) {
        List<BodyPublisher> publishers = new ArrayList<>();
        parts.forEach((field, file) -> publishers.addAll(part(field, file)));
        return upload(path, publishers);
    }

    /** Several files in one field. */
    public Answer upload(String path, String field, List<Path> files) {
        List<BodyPublisher> publishers = new ArrayList<>();
        files.forEach(file -> publishers.addAll(part(field, file)));
        return upload(path, publishers);
    }

    private Answer upload(String path, List<BodyPublisher> parts) {
        List<BodyPublisher> all = new ArrayList<>(parts);
        all.add(BodyPublishers.ofString("--" + BOUNDARY + "--\r\n"));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.concat(all.toArray(BodyPublisher[]::new))));
    }

    private static List<BodyPublisher> part(String field, Path file) {
        var type = file.toString().endsWith(".json") ? "application/json" : "application/octet-stream";
        var head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\""
                + file.getFileName() + "\"\r\nContent-Type: " + type + "\r\n\r\n";
        try {
            return List.of(BodyPublishers.ofString(head), BodyPublishers.ofFile(file), BodyPublishers.ofString("\r\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands over the data of each server-sent event until the server ends the stream. */
    public void events(String path, Consumer<JsonNode> consumer) {
        var request = request(path).header("Accept", "text/event-stream").GET().build();
        exchange(request, BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("data:"))
                .forEach(line -> consumer.accept(parse(line.substring("data:".length()))));
    }

    public JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private Answer send(HttpRequest.Builder request) {
        var response = exchange(request.build(), BodyHandlers.ofString());
        var body = response.body().isEmpty() ? json.createObjectNode() : parse(response.body());
        return new Answer(response.statusCode(), body);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo was interrupted.", e);
        }
    }
}
