package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of keys as it was when an identity had one key. */
final class KeysBeforeCompartments {

    private KeysBeforeCompartments() {}

    static void put(DataSource database, IdentityKey identity, @Nullable WrappedKey key, @Nullable Instant erasedAt)
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
