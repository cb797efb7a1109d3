/** What a browser is served and told: the dashboard and the security headers. */
@NullMarked
package io.journey360.gateway.pages;

import org.jspecify.annotations.NullMarked;
