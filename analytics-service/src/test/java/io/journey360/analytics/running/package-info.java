/** The service as it runs, on a real log in a folder and the embedded documents server. */
@org.jspecify.annotations.NullMarked
package io.journey360.analytics.running;
