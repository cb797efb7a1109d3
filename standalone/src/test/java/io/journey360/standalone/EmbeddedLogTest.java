package io.journey360.standalone;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The log in a SQLite file, documents in memory: as a newcomer runs it. */
class EmbeddedLogTest extends SuiteContract {

    @BeforeAll
    static void start(@TempDir Path folder) {
        start("--journey.data=" + folder.resolve("data"));
    }
}
