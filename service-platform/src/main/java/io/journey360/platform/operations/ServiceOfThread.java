package io.journey360.platform.operations;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** Remembers, while a service starts, which one it is: the threads it makes for itself inherit the name and keep it. */
final class ServiceOfThread implements SpringApplicationRunListener {

    private static final InheritableThreadLocal<String> NAME = new InheritableThreadLocal<>();

    ServiceOfThread(SpringApplication application, String[] arguments) {}

    static @Nullable String current() {
        return NAME.get();
    }

    @Override
    public void environmentPrepared(ConfigurableBootstrapContext bootstrap, ConfigurableEnvironment environment) {
        var name = environment.getProperty("spring.application.name");
        if (name != null) {
            NAME.set(name);
        }
    }

    @Override
    public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
        NAME.remove();
    }

    @Override
    public void failed(@Nullable ConfigurableApplicationContext context, Throwable failure) {
        NAME.remove();
    }
}
