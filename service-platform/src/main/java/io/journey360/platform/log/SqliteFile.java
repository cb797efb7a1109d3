package io.journey360.platform.log;

import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * How the file of the embedded log is opened. The driver's types stay in here: a service that keeps its log elsewhere is
 * shipped without the driver.
 */
final class SqliteFile {

    enum Use {
        READ,
        WRITE
    }

    private static final int CACHE_KIBIBYTES = 32_000;

    /** Event keys are hashes, so each insert touches other index pages: a rarer checkpoint writes each of them once. */
    private static final int CHECKPOINT_PAGES = 8_000;

    private SqliteFile() {}

    static DataSource open(Path file, Use use, Duration lockLimit) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(
                switch (use) {
                    case READ -> SQLiteConfig.TransactionMode.DEFERRED;
                    case WRITE -> SQLiteConfig.TransactionMode.IMMEDIATE;
                });
        config.setBusyTimeout((int) lockLimit.toMillis());
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "on");
        config.setCacheSize(-CACHE_KIBIBYTES);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, String.valueOf(CHECKPOINT_PAGES));
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }
}
