package io.journey360.platform.records;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records in a table beside the events; the same SQL for SQLite and PostgreSQL. Expiry is in milliseconds since 1970. */
final class JdbcRecords implements DurableRecords {

    private static final String ALIVE = " and (expires_at is null or expires_at > :now)";

    private final JdbcClient writes;
    private final JdbcClient reads;
    private final Clock clock;

    JdbcRecords(DataSource writes, DataSource reads, Clock clock) {
        this.writes = JdbcClient.create(writes);
        this.reads = JdbcClient.create(reads);
        this.clock = clock;
    }

    /** PostgreSQL may fail one of two sessions that create a table at once, though each says "if not exists". */
    void createTable() {
        try {
            createTableIfMissing();
        } catch (DataIntegrityViolationException e) {
            createTableIfMissing();
        }
    }

    private void createTableIfMissing() {
        writes.sql("""
                        create table if not exists journey_records (
                            kind varchar(64) not null,
                            record_key varchar(512) not null,
                            version bigint not null,
                            body text not null,
                            expires_at bigint,
                            primary key (kind, record_key))
                        """).update();
        writes.sql("""
                        create index if not exists journey_records_expiry
                        on journey_records (expires_at) where expires_at is not null
                        """).update();
    }

    /** An expired record gives way; its version goes on, so that a late compare-and-set of its owner fails. */
    @Override
    public boolean insertIfAbsent(String kind, String key, String json, @Nullable Instant expiresAt) {
        return writes.sql("""
                                insert into journey_records (kind, record_key, version, body, expires_at)
                                values (:kind, :key, 1, :body, :expires)
                                on conflict (kind, record_key) do update
                                set version = journey_records.version + 1, body = excluded.body, expires_at = excluded.expires_at
                                where journey_records.expires_at <= :now
                                """)
                        .param("kind", kind)
                        .param("key", key)
                        .param("body", json)
                        .param("expires", expiresAt == null ? null : expiresAt.toEpochMilli(), Types.BIGINT)
                        .param("now", clock.millis())
                        .update()
                == 1;
    }

    @Override
    public Optional<Stored> find(String kind, String key) {
        return reads.sql(
                        "select record_key, version, body from journey_records where kind = :kind and record_key = :key"
                                + ALIVE)
                .param("kind", kind)
                .param("key", key)
                .param("now", clock.millis())
                .query((row, number) -> new Stored(row.getString(1), row.getLong(2), row.getString(3)))
                .optional();
    }

    @Override
    public boolean replace(String kind, String key, long version, String json) {
        return writes.sql("update journey_records set version = version + 1, body = :body"
                                + " where kind = :kind and record_key = :key and version = :version" + ALIVE)
                        .param("kind", kind)
                        .param("key", key)
                        .param("version", version)
                        .param("body", json)
                        .param("now", clock.millis())
                        .update()
                == 1;
    }

    @Override
    public List<Stored> list(String kind) {
        return reads.sql("select record_key, version, body from journey_records where kind = :kind" + ALIVE
                        + " order by record_key")
                .param("kind", kind)
                .param("now", clock.millis())
                .query((row, number) -> new Stored(row.getString(1), row.getLong(2), row.getString(3)))
                .list();
    }

    @Override
    public void delete(String kind, String key) {
        writes.sql("delete from journey_records where kind = :kind and record_key = :key")
                .param("kind", kind)
                .param("key", key)
                .update();
    }

    @Override
    public int deleteExpired(Instant now) {
        return writes.sql("delete from journey_records where expires_at <= :now")
                .param("now", now.toEpochMilli())
                .update();
    }
}
