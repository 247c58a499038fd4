package io.framewise.adapters.persistence;

import io.framewise.application.UnitOfWork;
import io.framewise.domain.Refusal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.narayana.jta.TransactionRunner;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of the Java transaction manager, read committed. Work inside work is part of the outer transaction; when
 * it fails, the outer one cannot commit any more. Work that PostgreSQL has chosen to end a deadlock is done again.
 */
@Singleton
final class JtaUnitOfWork implements UnitOfWork {

    /** Deriving the labels of hours of video again is one transaction; the usual minute is too short. */
    private static final int TIMEOUT_SECONDS = 600;

    private static final int ATTEMPTS = 5;
    private static final long PAUSE_NANOS = 20_000_000;

    /** Serialization failure and deadlock: the same work may succeed the next time. */
    private static final Set<String> WORTH_REPEATING = Set.of("40001", "40P01");
    /** A character that UTF-8 or jsonb does not have in PostgreSQL: code point 0. */
    private static final Set<String> NOT_STORABLE = Set.of("22021", "22P05");

    private static final Logger LOG = Logger.getLogger(JtaUnitOfWork.class);

    @Override
    public <T> T run(Supplier<T> work) {
        if (QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            return call(QuarkusTransaction.joiningExisting(), work);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return call(QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS), work);
            } catch (RuntimeException failure) {
                String state = sqlState(failure);
                if (NOT_STORABLE.contains(state)) {
                    throw new Refusal.Invalid("", "text-not-storable", "A text holds a character that no text has.");
                }
                if (!WORTH_REPEATING.contains(state) || attempt == ATTEMPTS) {
                    throw failure;
                }
                LOG.debugf("Transaction ended with %s; attempt %d follows", state, attempt + 1);
                LockSupport.parkNanos(PAUSE_NANOS * attempt);
            }
        }
    }

    private static <T> T call(TransactionRunner transaction, Supplier<T> work) {
        try {
            return transaction.call(work::get);
        } catch (QuarkusTransactionException wrapped) {
            if (wrapped.getCause() instanceof Error error) {
                throw error;
            }
            throw wrapped;
        }
    }

    private static String sqlState(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }
}
