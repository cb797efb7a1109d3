package io.journey360.platform.operations;

/** The service must not start as things are. Shown to whoever starts it without a stack trace, and the process ends. */
public final class StartupRefused extends RuntimeException {

    private final String action;

    /**
     * @param description what is wrong, naming the file, port or address
     * @param action what to do about it
     */
    public StartupRefused(String description, String action) {
        super(description);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
