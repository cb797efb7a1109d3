package io.journey360.platform.records;

import com.mongodb.client.MongoClient;
import io.journey360.platform.log.LogDatabase;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Durable records in the database of the log; on Axon Server, which keeps only events, in Mongo. */
@AutoConfiguration(afterName = "io.journey360.platform.log.LogAutoConfiguration")
@ConditionalOnProperty(name = "journey.service", matchIfMissing = true)
class RecordsAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "journey.log", havingValue = "axon-server")
    static class InMongo {

        @Bean
        @ConditionalOnMissingBean(DurableRecords.class)
        DurableRecords durableRecords(MongoClient client, Clock clock) {
            var records = new MongoRecords(client, clock);
            records.createIndex();
            return records;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("'${journey.log:embedded}' != 'axon-server'")
    static class InJdbc {

        @Bean
        @ConditionalOnMissingBean(DurableRecords.class)
        DurableRecords durableRecords(LogDatabase database, Clock clock) {
            var records = new JdbcRecords(database.writes(), database.reads(), clock);
            records.createTable();
            return records;
        }
    }

    @Bean
    @ConditionalOnMissingBean
    RecordsExpiry recordsExpiry(DurableRecords records, Clock clock) {
        return new RecordsExpiry(records, clock);
    }
}
