package io.journey360.standalone;

import java.nio.file.Path;

/** The log in a SQLite file, documents in memory and made anew at each start: as a newcomer runs it. */
class ErasureTest extends ErasureContract {

    @Override
    String[] settings(Path folder) {
        return new String[] {"--journey.port=0", "--journey.demo=false", "--journey.data=" + folder.resolve("data")};
    }
}
