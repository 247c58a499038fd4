package io.framewise.adapters.persistence.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framewise.domain.Refusal;
import io.framewise.domain.media.ContentHash;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3RefusalsTest {

    private static final ContentHash HASH = new ContentHash("0".repeat(64));
    private static final String WRONG_KEY = "a-wrong-key-that-nobody-may-see-either";
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    @TempDir
    static Path objects;

    @TempDir
    Path folder;

    private static S3Server server;

    private final Logged logged = new Logged();

    @BeforeAll
    static void startTheServer() throws Exception {
        server = S3Server.start(objects);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(logged);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(logged);
    }

    @Test
    void wrongKeysAreRefusedAndNotTold() {
        assertRefused("blob-access-denied", settings(S3Server.BUCKET, server.endpoint(), WRONG_KEY));
    }

    @Test
    void aBucketThatIsNotThereIsRefused() {
        assertRefused("blob-bucket-missing", settings("no-such-bucket", server.endpoint(), S3Server.SECRET_KEY));
    }

    @Test
    void aStoreThatDoesNotAnswerIsRefused() {
        assertRefused("blob-store-unreachable", settings(S3Server.BUCKET, NOBODY, S3Server.SECRET_KEY));
    }

    private void assertRefused(String code, S3Settings settings) {
        try (S3BlobStore blobs = S3Nodes.node(settings, folder.resolve("cache"))) {
            assertRefused(code, () -> blobs.file(HASH));
            assertRefused(code, blobs::check);
            assertRefused(code, () -> blobs.put(Files.write(folder.resolve("small"), new byte[10])));
            assertRefused(code, () -> blobs.put(Files.write(folder.resolve("middling"), new byte[15 << 20])));
            assertRefused(code, () -> blobs.put(Files.write(folder.resolve("large"), new byte[17 << 20])));
        }
        assertThat(logged.lines).isNotEmpty().noneMatch(S3RefusalsTest::tells);
        assertThat(settings.toString()).matches(text -> !tells(text));
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        Refusal.Unavailable refusal = catchThrowableOfType(Refusal.Unavailable.class, call);

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.getMessage()).matches(text -> !tells(text));
    }

    private static boolean tells(String text) {
        return text.contains(WRONG_KEY) || text.contains(S3Server.SECRET_KEY) || text.contains(S3Server.ACCESS_KEY);
    }

    private static S3Settings settings(String bucket, URI endpoint, String secretKey) {
        return new S3Settings(
                bucket,
                Optional.of(endpoint),
                "us-east-1",
                Optional.of(new S3Settings.Keys(S3Server.ACCESS_KEY, secretKey)),
                true,
                "");
    }

    /** What is logged on this side; the server runs in the same JVM. */
    private static final class Logged extends Handler {

        private final List<String> lines = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord line) {
            if (!String.valueOf(line.getLoggerName()).startsWith("org.gaul")) {
                lines.add(line.getMessage() + " " + Arrays.toString(line.getParameters()) + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
