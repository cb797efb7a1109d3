package io.journey360.platform.http;

import com.mongodb.client.MongoClient;
import io.journey360.platform.records.DurableRecords;
import io.journey360.platform.records.RecordsOnDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class IdempotencyInMongoTest extends IdempotencyContract {

    @Configuration(proxyBeanMethods = false)
    @Import(Edge.class)
    static class Service {

        @Bean
        DurableRecords recordsInMongo(MongoClient client, Clock clock) {
            return RecordsOnDatabase.open(client, clock);
        }
    }

    @Override
    ConfigurableApplicationContext startService(Path folder) {
        return Edge.start(Service.class, folder);
    }
}
