package io.journey360.standalone;

import io.journey360.platform.log.AppendSignal;
import io.journey360.platform.log.LogDatabase;
import io.journey360.platform.log.LogSettings;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the five contexts share: one log with its wake-up, one document server and its client, one clock. The
 * platform's own beans of these types give way to a parent's.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration // of META-INF/spring/io.journey360.standalone.SharedStores.imports
@EnableConfigurationProperties({StandaloneSettings.class, LogSettings.class})
class SharedStores {

    /** Held whatever the log: a second process on the same folder is refused. */
    @Bean
    DataFolder dataFolder(StandaloneSettings settings) {
        Ports.demand(settings.port());
        return DataFolder.open(settings.data());
    }

    @Bean
    @ConditionalOnExpression("'${journey.log:embedded}' != 'axon-server'")
    LogDatabase logDatabase(DataFolder folder, LogSettings settings) {
        return switch (settings.kind()) {
            case EMBEDDED -> LogDatabase.sqlite(folder.path());
            case POSTGRES ->
                LogDatabase.postgres(
                        settings.postgres().url(),
                        settings.postgres().username(),
                        settings.postgres().password(),
                        settings.postgres().maximumPoolSize());
            case AXON_SERVER -> throw new IllegalStateException("No database holds this log");
        };
    }

    @Bean
    AppendSignal appendSignal() {
        return new AppendSignal();
    }

    @Bean
    DemoProgress demoProgress(StandaloneSettings settings) {
        return new DemoProgress(settings.demo());
    }
}
