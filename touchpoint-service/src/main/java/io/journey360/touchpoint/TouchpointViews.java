package io.journey360.touchpoint;

import org.axonframework.config.ConfigurerModule;
import org.axonframework.monitoring.NoOpMessageMonitor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One processor for all views of this service. Its handlers look at messages and seldom at events, so reading the log and handing messages
 * to workers is most of the work: that is done once, by one worker, in large batches, without Axon's four monitors per message.
 */
@Configuration(proxyBeanMethods = false)
public class TouchpointViews {

    public static final String GROUP = "touchpoint-views";

    private static final int BATCH = 500;

    @Bean
    ConfigurerModule touchpointViewsProcessor() {
        return configurer -> configurer
                .eventProcessing()
                .registerMessageMonitor(GROUP, configuration -> NoOpMessageMonitor.instance())
                .registerPooledStreamingEventProcessorConfiguration(
                        GROUP,
                        (configuration, processor) ->
                                processor.initialSegmentCount(1).batchSize(BATCH));
    }
}
