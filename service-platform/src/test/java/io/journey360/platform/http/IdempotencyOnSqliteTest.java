package io.journey360.platform.http;

import java.nio.file.Path;
import org.springframework.context.ConfigurableApplicationContext;

class IdempotencyOnSqliteTest extends IdempotencyContract {

    @Override
    ConfigurableApplicationContext startService(Path folder) {
        return Edge.start(folder);
    }
}
