package io.journey360.standalone;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** On servers that are there already: {@code -Djourney.test.axon-server=host:8124 -Djourney.test.mongodb=mongodb://host}. */
@EnabledIfSystemProperty(
        named = AxonServerTest.AXON_SERVER,
        matches = ".+",
        disabledReason = "no Axon Server is named by -D" + AxonServerTest.AXON_SERVER)
@EnabledIfSystemProperty(
        named = AxonServerTest.MONGODB,
        matches = ".+",
        disabledReason = "no MongoDB is named by -D" + AxonServerTest.MONGODB)
class AxonServerTest extends SuiteContract {

    static final String AXON_SERVER = "journey.test.axon-server";
    static final String MONGODB = "journey.test.mongodb";

    @BeforeAll
    static void start(@TempDir Path folder) {
        start(
                "--journey.data=" + folder.resolve("data"),
                "--journey.log=axon-server",
                "--axon.axonserver.servers=" + System.getProperty(AXON_SERVER),
                "--journey.documents=" + System.getProperty(MONGODB));
    }
}
