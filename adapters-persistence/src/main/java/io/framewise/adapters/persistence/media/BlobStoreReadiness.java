package io.framewise.adapters.persistence.media;

import io.framewise.application.media.BlobStore;
import io.framewise.domain.Refusal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A node that cannot reach its bucket is not ready, and says by which code its requests would be refused. */
@Readiness
@Singleton
class BlobStoreReadiness implements HealthCheck {

    private final BlobStore blobs;

    @Inject
    BlobStoreReadiness(BlobStore blobs) {
        this.blobs = blobs;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Blob store");
        if (!(blobs instanceof S3BlobStore bucket)) {
            return response.withData("kind", "folder").up().build();
        }
        response.withData("kind", "s3");
        try {
            bucket.check();
            return response.up().build();
        } catch (Refusal.Unavailable e) {
            return response.withData("code", e.code()).down().build();
        }
    }
}
