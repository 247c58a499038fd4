package io.framewise.app;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/** The program cannot start, for a reason that its user can act on; the message is the sentence to show. */
public final class StartFailure extends RuntimeException {
    public StartFailure(String sentence) {
        this(sentence, null);
    }

    public StartFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    /**
     * Finds the sentence for what stopped Quarkus.
     *
     * @throws IllegalStateException around {@code failure}, when it is nothing that a user can act on
     */
    static StartFailure becauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof QuarkusBindException bind) {
                return new StartFailure(
                        "Port %d of %s is in use. Set FRAMEWISE_PORT to another one."
                                .formatted(bind.getPort(), bind.getHost()),
                        failure);
            }
            if (cause instanceof ConfigurationException || cause instanceof ConfigValidationException) {
                return new StartFailure("A setting is wrong: " + cause.getMessage(), failure);
            }
            if (cause instanceof FlywayValidateException) {
                return new StartFailure(
                        "The database was made by another build of Framewise, with other tables. Use that build, or another"
                                + " FRAMEWISE_DATA. (" + cause.getMessage() + ")",
                        failure);
            }
            if (cause instanceof SQLException database && isAboutTheConnection(database)) {
                return new StartFailure("The database cannot be reached: " + database.getMessage(), failure);
            }
        }
        throw new IllegalStateException("Framewise does not start", failure);
    }

    /** By the classes of SQLSTATE in PostgreSQL's Appendix A: connection, authorization, no such database. */
    private static boolean isAboutTheConnection(SQLException failure) {
        var state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("28") || state.startsWith("3D"));
    }
}
