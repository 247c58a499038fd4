package io.framewise.adapters.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What readers say of files that are not taken. */
public final class RefusedFile {

    private static final NetworkReader.Expected NOTHING =
            new NetworkReader.Expected(Optional.empty(), OptionalInt.empty());

    private RefusedFile() {}

    public static ReadNetwork read(NetworkReader reader, Path file) throws IOException {
        return reader.read(file, NOTHING);
    }

    /** The refusal; any other end fails the test, and so does one that takes long. */
    public static RefusedNetworkException by(NetworkReader reader, Path file) {
        Throwable thrown =
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> catchThrowable(() -> read(reader, file)));
        assertThat(thrown).isInstanceOf(RefusedNetworkException.class);
        return (RefusedNetworkException) thrown;
    }

    /** As the inspection of an upload does it: damage is a refusal, too; anything else would end its process. */
    public static Optional<String> quietly(NetworkReader reader, Path file) {
        Throwable thrown = catchThrowable(() -> {
            reader.recognises(file);
            read(reader, file);
        });
        if (thrown != null) {
            assertThat(thrown).isInstanceOfAny(RefusedNetworkException.class, IOException.class);
        }
        return Optional.ofNullable(thrown).map(Throwable::getMessage);
    }
}
