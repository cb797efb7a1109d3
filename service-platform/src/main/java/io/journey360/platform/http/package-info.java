/** What every HTTP edge needs: leaving the event loop, entity tags, pages, idempotency, log positions. */
@NullMarked
package io.journey360.platform.http;

import org.jspecify.annotations.NullMarked;
