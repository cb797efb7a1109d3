/** Running a service: logs, health, metrics, and refusing to start with a reason. */
@NullMarked
package io.journey360.platform.operations;

import org.jspecify.annotations.NullMarked;
