package io.framewise.adapters.persistence.media;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Where a bucket is and how it is entered.
 *
 * @param endpoint address of an S3-compatible store; none for AWS
 * @param keys none for what AWS's SDK finds: environment, profile, container, instance
 * @param pathStyle whether the bucket is named in the path, not in the host
 * @param prefix of all keys; empty, or ends with a slash
 */
record S3Settings(
        String bucket, Optional<URI> endpoint, String region, Optional<Keys> keys, boolean pathStyle, String prefix) {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Stores may take their time to put many parts together. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** Never shown. */
    record Keys(String accessKey, String secretKey) {
        @Override
        public String toString() {
            return "(not shown)";
        }
    }

    S3Settings {
        prefix = prefix.replaceAll("^/+|/+$", "");
        prefix = prefix.isEmpty() ? "" : prefix + "/";
    }

    /** @throws IllegalArgumentException when it is none; the text is not repeated, for there may be a password in it */
    static URI endpoint(String text) {
        URI uri = parse(text);
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
            throw notAnEndpoint();
        }
        return uri;
    }

    private static URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw notAnEndpoint();
        }
    }

    private static IllegalArgumentException notAnEndpoint() {
        return new IllegalArgumentException(
                "framewise.blobs.s3.endpoint is no address such as https://s3.example:9000 (without a user in it).");
    }

    /** @throws IllegalArgumentException when there is only one of the two */
    static Optional<Keys> keys(Optional<String> accessKey, Optional<String> secretKey) {
        if (accessKey.isPresent() != secretKey.isPresent()) {
            throw new IllegalArgumentException(
                    "framewise.blobs.s3.access-key and framewise.blobs.s3.secret-key go together.");
        }
        return accessKey.flatMap(access -> secretKey.map(secret -> new Keys(access, secret)));
    }

    /**
     * Checksums only where S3 itself wants them, and bodies in one piece: not every compatible store knows the other ways,
     * and content is checked against its name anyway.
     */
    S3Client connect() {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER))
                .region(Region.of(region))
                .forcePathStyle(pathStyle)
                .credentialsProvider(credentials())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false).expectContinueEnabled(false));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private AwsCredentialsProvider credentials() {
        if (keys.isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.get().accessKey(), keys.get().secretKey()));
    }
}
