/** Every journey event as one document, and what a start from documents needs beside them. */
@NullMarked
package io.journey360.analytics.facts;

import org.jspecify.annotations.NullMarked;
