import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.framewise.adapters.persistence.NoTaskData;
import io.framewise.benchmarks.Bench;
import io.framewise.benchmarks.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * What PostgreSQL bears of 1,000 workers behind PgBouncer (transaction pooling, 20 connections to the server). Each simulated
 * worker is a scheduler of the product's library with the product's settings on the product's queue, announces itself as a node
 * does, and sends for a slot what a node sends for a shard of one frame, labels left out; inference takes no time. The program
 * {@code pgbouncer} has to be on the path, and somebody other than root to run it as: {@code nobody}.
 */
final class ManyWorkers {

    private static final int SERVER_CONNECTIONS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ANNOUNCE = """
            INSERT INTO worker (id, name, devices, engine, started_at, seen_at)
            VALUES (?, 'simulated', '{"format": 1, "devices": []}', 'none', now(), clock_timestamp())
            ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
            """;
    private static final String LOCK = "SELECT * FROM inference_run WHERE id = ? FOR UPDATE";
    private static final String TAKE = """
            UPDATE inference_shard SET state = 'taken', slot = ?, attempt = attempt + 1 WHERE run_id = ? AND shard IN (
                SELECT shard FROM inference_shard WHERE run_id = ? AND state = 'waiting' ORDER BY shard LIMIT 4)
            RETURNING shard, frames::text
            """;
    private static final String STORE = """
            INSERT INTO shard_result (run_id, shard, frames, kept_frames, gated_out_frames, classified, failures, probabilities,
                labelled, below_threshold, unmapped, kept, gated_out, failed, reused, packing)
            VALUES (?, ?, ?::int4range, '{}', '{}', int4multirange(?::int4range), '{"format": 1, "failures": []}', '',
                1, 0, 0, 0, 0, 0, 0, 1)
            """;
    private static final String DONE = "UPDATE inference_shard SET state = 'done', slot = NULL WHERE run_id = ? AND shard = ?";
    private static final String OPEN =
            "SELECT count(*) FROM inference_shard WHERE run_id = ? AND state = 'waiting'";

    private final int workers;
    private final Duration polling;
    private final ConcurrentLinkedQueue<Long> waits = new ConcurrentLinkedQueue<>();
    private final AtomicInteger shards = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();

    private ManyWorkers(int workers, Duration polling) {
        this.workers = workers;
        this.polling = polling;
    }

    /** Arguments: workers, folder of the repository, folder of the results. */
    public static void main(String[] arguments) throws Exception {
        int workers = Integer.parseInt(arguments[0]);
        Path demo = Path.of(arguments[1], "demo");
        Path results = Path.of(arguments[2]);
        Path home = Path.of(System.getenv("FRAMEWISE_DATA"), "postgres");
        String postgres = Files.readAllLines(home.resolve("cluster/postmaster.pid")).get(3);
        String password = Files.readAllLines(home.resolve("passwords")).get(1);
        Bench bench = new Bench();
        String model = bench.attach("resnet18", demo.resolve("car.safetensors"), "squish", 128, List.of("car", "no_car"))
                .whole();
        String unit = bench.upload(demo.resolve("street.mp4"));
        int frames = bench.frames(unit);
        ArrayNode rows = JSON.createArrayNode();
        Process bouncer = bouncer(postgres, password);
        try (Connection direct = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres + "/framewise", "framewise", password)) {
            for (Duration polling : List.of(Duration.ofMillis(200), Duration.ofSeconds(2))) {
                ManyWorkers many = new ManyWorkers(workers, polling);
                many.measure(bench, model, unit, frames, direct, rows);
            }
        } finally {
            bouncer.destroy();
        }
        List<String> lines = new ArrayList<>(List.of(
                Machine.line() + "; " + workers + " workers, " + SERVER_CONNECTIONS + " connections to PostgreSQL.",
                "",
                "| polling, s | idle: transactions a second | busy: shards a second | shard's transaction, ms: median | p99 | errors |",
                "|---|---|---|---|---|---|"));
        rows.forEach(row -> lines.add(String.format(
                Locale.ROOT, "| %.1f | %.0f | %.0f | %.0f | %.0f | %d |", row.get("polling").asDouble(),
                row.get("idle").asDouble(), row.get("shardsPerSecond").asDouble(), row.get("median").asDouble(),
                row.get("p99").asDouble(), row.get("errors").asInt())));
        lines.forEach(System.out::println);
        ObjectNode all = JSON.createObjectNode().put("machine", Machine.line()).put("workers", workers);
        all.set("rows", rows);
        JSON.writerWithDefaultPrettyPrinter().writeValue(results.resolve("workers.json").toFile(), all);
        Files.write(results.resolve("workers.md"), lines);
        System.exit(0);
    }

    private void measure(Bench bench, String model, String unit, int frames, Connection direct, ArrayNode rows)
            throws Exception {
        List<Scheduler> schedulers = new ArrayList<>();
        List<AgroalDataSource> sources = new ArrayList<>();
        var announcing = Executors.newScheduledThreadPool(16);
        ExecutorService starting = Executors.newFixedThreadPool(16);
        for (int i = 0; i < workers; i++) {
            AgroalDataSource source = source();
            sources.add(source);
            schedulers.add(scheduler(source));
            UUID id = UUID.randomUUID();
            announcing.scheduleAtFixedRate(() -> announce(source, id), i * 2_000L / workers, 2_000, TimeUnit.MILLISECONDS);
        }
        schedulers.forEach(scheduler -> starting.submit(scheduler::start));
        starting.shutdown();
        starting.awaitTermination(5, TimeUnit.MINUTES);
        TimeUnit.SECONDS.sleep(15);
        long before = transactions(direct);
        TimeUnit.SECONDS.sleep(15);
        double idle = (transactions(direct) - before) / 15.0;
        for (int i = 0; i < (workers + 3) / 4; i++) {
            bench.requested(model, unit, frames - 1);
        }
        TimeUnit.SECONDS.sleep(5);
        waits.clear();
        int shardsBefore = shards.get();
        errors.set(0);
        TimeUnit.SECONDS.sleep(30);
        double perSecond = (shards.get() - shardsBefore) / 30.0;
        long[] times = waits.stream().mapToLong(Long::longValue).sorted().toArray();
        rows.addObject()
                .put("polling", polling.toMillis() / 1e3)
                .put("idle", idle)
                .put("shardsPerSecond", perSecond)
                .put("median", times.length == 0 ? 0 : times[times.length / 2] / 1e6)
                .put("p99", times.length == 0 ? 0 : times[times.length * 99 / 100] / 1e6)
                .put("errors", errors.get());
        System.out.println(rows.get(rows.size() - 1));
        announcing.shutdownNow();
        try (Statement sql = direct.createStatement()) {
            sql.execute("TRUNCATE inference_queue_cpu");
        }
        ExecutorService stopping = Executors.newFixedThreadPool(64);
        schedulers.forEach(scheduler -> stopping.submit(() -> scheduler.stop()));
        stopping.shutdown();
        stopping.awaitTermination(5, TimeUnit.MINUTES);
        sources.forEach(AgroalDataSource::close);
    }

    private static long transactions(Connection direct) throws SQLException {
        try (Statement sql = direct.createStatement();
                ResultSet row = sql.executeQuery(
                        "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'framewise'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private Scheduler scheduler(DataSource source) {
        CustomTask<Void> task = Tasks.custom("inference-slot", Void.class).execute((instance, context) -> {
            boolean more = serve(source, instance.getId());
            return (complete, operations) -> {
                if (more) {
                    operations.reschedule(complete, Instant.now());
                } else {
                    operations.stop();
                }
            };
        });
        return Scheduler.create(source, task)
                .tableName("inference_queue_cpu")
                .serializer(new NoTaskData())
                .enablePriority()
                .threads(1)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(polling)
                .heartbeatInterval(Duration.ofSeconds(1))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(1))
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .build();
    }

    /** Up to four shards, as a node does. */
    private boolean serve(DataSource source, String instance) {
        UUID run = UUID.fromString(instance.substring(0, instance.indexOf('/')));
        UUID slot = UUID.fromString(instance.substring(instance.indexOf('/') + 1));
        try {
            List<Object[]> taken = new ArrayList<>();
            timed(source, connection -> {
                execute(connection, LOCK, run);
                try (PreparedStatement take = prepare(connection, TAKE, slot, run, run);
                        ResultSet rows = take.executeQuery()) {
                    while (rows.next()) {
                        taken.add(new Object[] {rows.getInt(1), rows.getString(2)});
                    }
                }
            });
            for (Object[] shard : taken) {
                timed(source, connection -> {
                    execute(connection, LOCK, run);
                    execute(connection, STORE, run, shard[0], shard[1], shard[1]);
                    execute(connection, DONE, run, shard[0]);
                });
                shards.incrementAndGet();
            }
            timed(source, connection -> {
                execute(connection, LOCK, run);
                execute(connection, OPEN, run);
            });
            return !taken.isEmpty();
        } catch (SQLException e) {
            errors.incrementAndGet();
            return true;
        }
    }

    private interface Work {
        void with(Connection connection) throws SQLException;
    }

    private void timed(DataSource source, Work work) throws SQLException {
        long begin = System.nanoTime();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            work.with(connection);
            connection.commit();
            connection.setAutoCommit(true);
        }
        waits.add(System.nanoTime() - begin);
    }

    private void announce(DataSource source, UUID id) {
        try (Connection connection = source.getConnection()) {
            execute(connection, ANNOUNCE, id);
        } catch (SQLException e) {
            errors.incrementAndGet();
        }
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            statement.execute();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static AgroalDataSource source() throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool
                .minSize(0)
                .initialSize(0)
                .maxSize(2)
                .connectionFactoryConfiguration(factory ->
                        factory.jdbcUrl("jdbc:postgresql://127.0.0.1:6432/framewise?user=framewise&prepareThreshold=0"))));
    }

    private static Process bouncer(String postgres, String password) throws Exception {
        Path folder = Files.createTempDirectory("pgbouncer");
        Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                framewise = host=127.0.0.1 port=%s dbname=framewise user=framewise password=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = 6432
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = %d
                max_client_conn = 5000
                ignore_startup_parameters = extra_float_digits
                log_connections = 0
                log_disconnections = 0
                """.formatted(postgres, password, SERVER_CONNECTIONS));
        List<String> command = new ArrayList<>(List.of("pgbouncer", folder.resolve("pgbouncer.ini").toString()));
        if (System.getProperty("user.name").equals("root")) {
            new ProcessBuilder("chmod", "-R", "a+rX", folder.toString()).start().waitFor();
            command.addAll(1, List.of("-u", "nobody"));
        }
        Process bouncer = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        TimeUnit.SECONDS.sleep(2);
        if (!bouncer.isAlive()) {
            throw new IllegalStateException(Files.readString(folder.resolve("log")));
        }
        return bouncer;
    }
}
