package io.journey360.platform.projection;

/** A view that is no event processor, and how far it has come. */
public interface ViewPosition {

    String name();

    /** Everything at or below this log position shows in the view. */
    long position();
}
