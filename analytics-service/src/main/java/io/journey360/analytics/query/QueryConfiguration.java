package io.journey360.analytics.query;

import io.journey360.analytics.index.QueryPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    /** One pool for all analyses, so that their number is bounded together. */
    @Bean
    QueryPool queryPool(QuerySettings settings) {
        return new QueryPool(Runtime.getRuntime().availableProcessors(), settings.concurrent(), settings.limit());
    }
}
