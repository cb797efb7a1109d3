package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of keys as it was in earlier versions. */
final class OlderKeyTables {

    private OlderKeyTables() {}

    /** With what is in it now. */
    static void putIdentitiesFirst(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("alter table journey_keys rename to journey_keys_now");
            statement.execute("drop index journey_keys_wrapped_under");
            statement.execute("""
                    create table journey_keys (
                        identity varchar(29) not null,
                        kind varchar(32) not null,
                        epoch_day bigint not null,
                        wrapped_under varchar(200) not null,
                        wrapped varchar(1000) not null,
                        primary key (identity, kind, epoch_day))
                    """);
            statement.execute("""
                    insert into journey_keys
                    select identity, kind, epoch_day, wrapped_under, wrapped from journey_keys_now
                    """);
            statement.execute("drop table journey_keys_now");
            statement.execute("create index journey_keys_wrapped_under on journey_keys (wrapped_under)");
            statement.execute("create index journey_keys_day on journey_keys (kind, epoch_day)");
        }
    }

    static String firstColumn(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select * from journey_keys")) {
            return rows.getMetaData().getColumnName(1);
        }
    }

    /** When an identity had one key: one more. */
    static void putAsBeforeCompartments(
            DataSource database, IdentityKey identity, @Nullable WrappedKey key, @Nullable Instant erasedAt)
            throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            try (var columns = connection.getMetaData().getColumns(null, null, "journey_keys", "erased_at")) {
                if (!columns.next()) {
                    statement.execute("drop table journey_keys");
                    statement.execute("drop table journey_keys_destroyed");
                    statement.execute("""
                            create table journey_keys (
                                identity varchar(29) not null primary key,
                                wrapped_under varchar(200),
                                wrapped varchar(1000),
                                erased_at bigint)
                            """);
                    statement.execute("create index journey_keys_wrapped_under on journey_keys (wrapped_under)");
                }
            }
            try (var insert = connection.prepareStatement("insert into journey_keys values (?, ?, ?, ?)")) {
                insert.setString(1, identity.value());
                insert.setString(2, key == null ? null : key.under());
                insert.setString(3, key == null ? null : key.wrapped());
                if (erasedAt == null) {
                    insert.setNull(4, Types.BIGINT);
                } else {
                    insert.setLong(4, erasedAt.toEpochMilli());
                }
                insert.executeUpdate();
            }
        }
    }
}
