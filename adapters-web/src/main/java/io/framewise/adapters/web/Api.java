package io.framewise.adapters.web;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the documentation says of the API as a whole. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Framewise",
                        version = "1",
                        description = """
                                Automated classification of video and image frames, by trained models, under an ontology.

                                Lists come in pages: `nextPageToken` of one is the `pageToken` of the next. Times are \
                                ISO 8601 in UTC. Frames are numbered from 0; a range includes its first and last frame. \
                                Whatever is refused comes back as a problem (RFC 9457) with a stable `code` and a \
                                pointer to each wrong field; fields that are not documented are refused.""",
                        license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
        tags = {
            @Tag(name = "projects", description = "Projects and the revisions of their ontologies"),
            @Tag(name = "media", description = "Data units and their frames"),
            @Tag(name = "models", description = "Models, their iterations, and models attached to a project"),
            @Tag(name = "inference", description = "Devices, runs and predictions"),
            @Tag(name = "labels", description = "Answers on frame ranges"),
            @Tag(name = "audit", description = "Who did what")
        },
        components = @Components(schemas = @Schema(name = "Problem", implementation = Problem.class)))
public final class Api extends Application {}
