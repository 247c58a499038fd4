package io.framewise.adapters.persistence.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** A real S3-compatible server on a free port of loopback, with one bucket. Its objects are files of a folder. */
public final class S3Server implements AutoCloseable {

    public static final String BUCKET = "framewise-blobs";
    public static final String ACCESS_KEY = "the-access-key";
    public static final String SECRET_KEY = "the-secret-that-nobody-may-see";

    private final S3Proxy proxy;
    private final BreakableObjects objects;

    private S3Server(S3Proxy proxy, BreakableObjects objects) {
        this.proxy = proxy;
        this.objects = objects;
    }

    /** @param folder of the objects */
    public static S3Server start(Path folder) throws Exception {
        var properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", Files.createDirectories(folder).toString());
        var objects = new BreakableObjects(BlobStores.create("filesystem-nio2", properties));
        objects.createContainer(BUCKET);
        var proxy = S3Proxy.builder()
                .blobStore(objects)
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        proxy.start();
        return new S3Server(proxy, objects);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /** How often an object or a part of one was asked for. */
    public int reads() {
        return objects.reads();
    }

    BreakableObjects objects() {
        return objects;
    }

    byte[] object(String key) throws IOException {
        try (var content = objects.getBlob(
                GetObjectRequest.builder().bucket(BUCKET).key(key).build())) {
            return content.readAllBytes();
        }
    }

    boolean has(String key) {
        return objects.blobExists(BUCKET, key);
    }

    /** As a bad disk of the server does it. */
    void replace(String key, byte[] content) {
        objects.putBlob(
                PutObjectRequest.builder()
                        .bucket(BUCKET)
                        .key(key)
                        .contentLength((long) content.length)
                        .build(),
                new ByteArrayInputStream(content));
    }

    void remove(String key) {
        objects.removeBlob(BUCKET, key);
    }

    @Override
    public void close() {
        stop();
    }

    /** May be called again. */
    public void stop() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
