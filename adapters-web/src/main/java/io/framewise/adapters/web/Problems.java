package io.framewise.adapters.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every exception that leaves a resource into a {@link Problem}. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    /** Conflicts that are found by comparing with {@code If-Match}. */
    private static final Set<String> PRECONDITIONS =
            Set.of("ontology-revised", "attached-model-changed", "labels-changed", "unsupported-tus-version");

    @ServerExceptionMapper
    public Response refusal(Refusal refusal, UriInfo uri) {
        List<Violation> violations = List.of();
        int status;
        if (refusal instanceof Refusal.NotFound) {
            status = 404;
        } else if (refusal instanceof Refusal.Conflict conflict) {
            status = PRECONDITIONS.contains(conflict.code()) ? 412 : 409;
            violations = conflict.violations();
        } else if (refusal instanceof Refusal.Invalid invalid) {
            status = 422;
            violations = invalid.violations();
        } else {
            status = refusal instanceof Refusal.Forbidden ? 403 : 503;
        }
        String detail = String.valueOf(refusal.getMessage());
        Response response = response(Problem.of(status, refusal.code(), detail, uri.getPath(), violations));
        if (status == 503) {
            response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response;
    }

    @ServerExceptionMapper(priority = 1)
    public Response unreadable(JsonProcessingException unreadable, UriInfo uri) {
        if (UnreadableJson.isMalformed(unreadable)) {
            String detail = UnreadableJson.position(unreadable);
            return response(Problem.of(400, "malformed-json", detail, uri.getPath(), List.of()));
        }
        return refusal(UnreadableJson.refusal(unreadable), uri);
    }

    /** As {@link #unreadable}; Quarkus has a mapper of its own for just this type. */
    @ServerExceptionMapper(priority = 1)
    public Response mismatched(MismatchedInputException mismatched, UriInfo uri) {
        return unreadable(mismatched, uri);
    }

    /** Resources wrap what goes wrong with their own files; this comes from reading a request. */
    @ServerExceptionMapper
    public Response cutOff(IOException failure, UriInfo uri) {
        return String.valueOf(failure.getMessage()).contains("parsing multipart")
                ? response(problem(400, uri.getPath()))
                : unforeseen(failure, uri);
    }

    @ServerExceptionMapper(priority = 1)
    public Response refusedByTheFramework(WebApplicationException refused, UriInfo uri) {
        if (refused.getCause() instanceof Refusal refusal) {
            return refusal(refusal, uri);
        }
        if (refused.getCause() instanceof JsonProcessingException unreadable) {
            return unreadable(unreadable, uri);
        }
        Response given = refused.getResponse();
        int status = given.getStatus();
        if (status >= 500) {
            return unforeseen(refused, uri);
        }
        if (status < 400) {
            return given;
        }
        Response response = response(problem(status, uri.getPath()));
        if (given.getHeaderString(HttpHeaders.ALLOW) != null) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, given.getHeaderString(HttpHeaders.ALLOW));
        }
        return response;
    }

    @ServerExceptionMapper
    public Response unforeseen(Throwable failure, UriInfo uri) {
        UUID id = UUID.randomUUID();
        LOG.errorf(failure, "Error %s at %s", id, uri.getPath());
        String detail = "Something went wrong on the server. The log tells more under the error id " + id + ".";
        return response(Problem.of(500, "internal-error", detail, "urn:uuid:" + id, List.of()));
    }

    /** What a status means that HTTP itself asks for. */
    static Problem problem(int status, String path) {
        return switch (status) {
            case 404 -> Problem.of(404, "not-found", "There is nothing at this address.", path, List.of());
            case 405 ->
                Problem.of(405, "method-not-allowed", "This address does not take this method.", path, List.of());
            case 406 ->
                Problem.of(406, "not-acceptable", "This address does not answer in that media type.", path, List.of());
            case 413 -> Problem.of(413, "content-too-large", "The request is larger than allowed.", path, List.of());
            case 415 ->
                Problem.of(
                        415,
                        "unsupported-media-type",
                        "This address does not take a body of that media type.",
                        path,
                        List.of());
            default -> Problem.of(status, "bad-request", "The request cannot be understood.", path, List.of());
        };
    }

    private static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
