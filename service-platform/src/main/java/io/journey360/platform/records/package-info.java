/** Small durable records beside the log. */
@NullMarked
package io.journey360.platform.records;

import org.jspecify.annotations.NullMarked;
