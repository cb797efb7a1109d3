package io.journey360.standalone;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On servers that are there already: {@code -Djourney.test.axon-server=host:8124 -Djourney.test.mongodb=mongodb://host}. */
class AxonServerTest extends SuiteContract {

    @BeforeAll
    static void start(@TempDir Path folder) {
        var axonServer = System.getProperty("journey.test.axon-server", "");
        var mongodb = System.getProperty("journey.test.mongodb", "");
        Assumptions.assumeTrue(
                !axonServer.isBlank() && !mongodb.isBlank(),
                "journey.test.axon-server and journey.test.mongodb name no servers");
        start(
                "--journey.data=" + folder.resolve("data"),
                "--journey.log=axon-server",
                "--axon.axonserver.servers=" + axonServer,
                "--journey.documents=" + mongodb);
    }
}
