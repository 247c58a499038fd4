package io.framewise.application.inference;

/** A shard is somebody else's by now: rolls back what was done for it. */
final class VoidLeaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VoidLeaseException(Shards.Lease lease) {
        super(
                "Shard " + lease.shard().number() + " of run " + lease.run() + " has been taken by another worker.",
                null,
                false,
                false);
    }
}
