/** One OpenAPI document made of every service's, and the page that shows it. */
@NullMarked
package io.journey360.gateway.documentation;

import org.jspecify.annotations.NullMarked;
