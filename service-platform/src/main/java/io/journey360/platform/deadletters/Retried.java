package io.journey360.platform.deadletters;

/** How many sequences were tried again, how many are through and how many stay. */
record Retried(int tried, int succeeded, int failed) {}
