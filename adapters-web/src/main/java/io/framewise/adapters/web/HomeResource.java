package io.framewise.adapters.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The front door leads to the documentation of the API. */
@Path("/")
public final class HomeResource {

    @GET
    @Operation(hidden = true)
    public Response documentation() {
        return Response.seeOther(URI.create("/q/swagger-ui/")).build();
    }
}
