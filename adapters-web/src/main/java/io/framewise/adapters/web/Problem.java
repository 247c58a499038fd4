package io.framewise.adapters.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.framewise.domain.Violation;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why a request was not carried out (RFC 9457). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "Why a request was not carried out (RFC 9457).")
public record Problem(
        @Schema(
                description = "Names the kind of problem; the same for the same code.",
                examples = "/problems/title-length")
        String type,

        @Schema(description = "What the status means.", examples = "Unprocessable Content")
        String title,

        @Schema(examples = "422") int status,

        @Schema(description = "What is wrong here, for people.")
        String detail,

        @Schema(
                description =
                        "Path of the request; for an unforeseen error a URN with the id under which it is logged.")
        String instance,

        @Schema(description = "Stable, for programs.", examples = "title-length")
        String code,

        @Schema(description = "Every wrong field.") List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** One wrong field. */
    @Schema(description = "One wrong field.")
    public record FieldError(
            @Schema(
                    description = "JSON pointer into the body, or the name of a parameter after a slash.",
                    examples = "/title")
            String pointer,

            @Schema(examples = "title-length") String code,

            @Schema(examples = "A project's title has 1 to 200 characters.")
            String detail) {

        static FieldError of(Violation violation) {
            return new FieldError(violation.path(), violation.code(), violation.message());
        }
    }

    static Problem of(int status, String code, String detail, String instance, List<Violation> violations) {
        return new Problem(
                "/problems/" + code,
                title(status),
                status,
                detail,
                instance,
                code,
                violations.stream().map(FieldError::of).toList());
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Request Refused" : "Internal Server Error";
        };
    }
}
