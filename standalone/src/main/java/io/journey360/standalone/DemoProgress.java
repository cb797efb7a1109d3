package io.journey360.standalone;

import io.journey360.platform.projection.Loading;

/** In progress from before the services start until it is known that none is due, so that nobody takes an empty log for a ready one. */
final class DemoProgress implements Loading {

    private volatile boolean loading;

    DemoProgress(boolean wanted) {
        loading = wanted;
    }

    void end() {
        loading = false;
    }

    @Override
    public boolean inProgress() {
        return loading;
    }
}
