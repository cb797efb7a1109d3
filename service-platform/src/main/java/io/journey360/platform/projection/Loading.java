package io.journey360.platform.projection;

/** Events that are known to be on their way into the log, such as a demo at the first start: figures are not complete yet. */
public interface Loading {

    boolean inProgress();
}
