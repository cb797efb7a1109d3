package io.journey360.benchmarks;

/** What is asked of every engine, with how many times as fast as the faster of the two others ours is to be. */
public enum Question {
    FUNNEL("windowed ordered 5-step funnel", 15, 8),
    BREAKDOWN("the same with breakdown by channel", 8, 8),
    EDGES("directly-follows counts", 15, 15),
    EDGE_TIMES("directly-follows with exact median and p95", 6, 6),
    STAGE_TIMES("exact percentiles between stages", 8, 8),
    VARIANTS("top-20 variants", 5, 5);

    static final int VARIANTS_KEPT = 20;

    final String title;
    final double goal;
    final double floor;

    Question(String title, double goal, double floor) {
        this.title = title;
        this.goal = goal;
        this.floor = floor;
    }
}
