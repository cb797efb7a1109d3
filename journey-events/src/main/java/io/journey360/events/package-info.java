/**
 * The published language: every event the log may hold, and the words they share. Contexts meet here and nowhere else.
 *
 * <p>An event once stored is read for ever. A field may be added if it is nullable or has a default; anything else is a new
 * {@code @Revision} with an upcaster from the old one.
 */
@NullMarked
package io.journey360.events;

import org.jspecify.annotations.NullMarked;
