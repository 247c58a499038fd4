package io.framewise.adapters.web;

import jakarta.ws.rs.core.EntityTag;
import org.jboss.resteasy.reactive.RestResponse;

/** Responses whose ETag is a version number, to be sent back as If-Match. */
public final class Tagged {

    private Tagged() {}

    public static <T> RestResponse<T> with(int version, T body) {
        return RestResponse.ResponseBuilder.ok(body).tag(tag(version)).build();
    }

    public static EntityTag tag(int version) {
        return new EntityTag(Integer.toString(version));
    }
}
